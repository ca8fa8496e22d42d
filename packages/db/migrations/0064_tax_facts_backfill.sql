-- backfill
-- Of lines from before, who collects their tax follows from how they were sold, and where it is owed is what they were
-- priced by: the seller's home, except where an import brought no tax at all.

set local statement_timeout = 0;

do $$
declare
  each_tenant record;
  left_over bigint;
begin
  for each_tenant in select tenant.id from tenant loop
    perform app.set_tenant(each_tenant.id);
    update order_line line
    set tax_jurisdiction = case when line.tax_reason = 'imported_unknown' then 'unknown' else 'domestic' end,
      tax_collector = case
        when "order".sales_mode = 'merchant_of_record' or line.tax_operator <> 0 or line.operator_income <> 0
        then 'operator' else 'seller' end
    from "order"
    where line.tenant_id = each_tenant.id and line.tax_collector is null
      and "order".tenant_id = each_tenant.id and "order".id = line.order_id;
    select count(*) into left_over from order_line
    where order_line.tenant_id = each_tenant.id
      and (order_line.tax_collector is null or order_line.tax_jurisdiction is null);
    if left_over > 0 then
      raise exception '% lines of tenant % have no order', left_over, each_tenant.id;
    end if;
  end loop;
end
$$;

alter table order_line validate constraint order_line_tax_collector;
alter table order_line validate constraint order_line_tax_operator;
alter table order_line validate constraint order_line_tax_jurisdiction;
alter table order_line add constraint order_line_tax_facts
  check (tax_jurisdiction is not null and tax_collector is not null) not valid;
