-- backfill
-- Purchases from before keep what their buyer's record says today, which is the best that is known of them; payments
-- that nothing came of get the hour that is the default.

set local statement_timeout = 0;

do $$
declare
  each_tenant record;
  left_over bigint;
begin
  for each_tenant in select tenant.id from tenant loop
    perform app.set_tenant(each_tenant.id);
    update purchase
    set buyer_email = buyer.email, buyer_external_id = buyer.external_id
    from buyer
    where purchase.tenant_id = each_tenant.id and purchase.buyer_email is null
      and buyer.tenant_id = each_tenant.id and buyer.id = purchase.buyer_id;
    update payment
    set pay_by = payment.created_at + interval '60 minutes'
    where payment.tenant_id = each_tenant.id and payment.pay_by is null;
    select count(*) into left_over from purchase
    where purchase.tenant_id = each_tenant.id and purchase.buyer_email is null;
    if left_over > 0 then
      raise exception '% purchases of tenant % have no buyer', left_over, each_tenant.id;
    end if;
  end loop;
end
$$;
