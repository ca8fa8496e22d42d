-- backfill
-- Units that came back before cost what the first so many of their line do.

set local statement_timeout = 0;

do $$
declare
  each_tenant record;
begin
  for each_tenant in select tenant.id from tenant loop
    perform app.set_tenant(each_tenant.id);
    update refund_line
    set units_amount = (2 * line.payable * refund_line.quantity + line.quantity) / (2 * line.quantity)
    from order_line line
    where refund_line.tenant_id = each_tenant.id and refund_line.quantity is not null
      and refund_line.units_amount is null
      and line.tenant_id = each_tenant.id and line.id = refund_line.order_line_id;
  end loop;
end
$$;

alter table refund_line validate constraint refund_line_amount;
alter table refund validate constraint refund_amount;
alter table refund_line add constraint refund_line_units_amount
  check ((quantity is null) = (units_amount is null) and units_amount >= 0) not valid;
