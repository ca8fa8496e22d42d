-- backfill
-- Payments from before are found by what the provider calls them too, and what was written before keeps the new rules.

set local statement_timeout = 0;

do $$
declare
  each_tenant record;
begin
  for each_tenant in select tenant.id from tenant loop
    perform app.set_tenant(each_tenant.id);
    insert into payment_reference (provider, reference, owner_tenant_id, payment_id)
    select payment.provider, payment.provider_reference, payment.tenant_id, payment.id from payment
    where payment.tenant_id = each_tenant.id and payment.provider_reference is not null
    on conflict (provider, reference) do nothing;
  end loop;
end
$$;

alter table webhook_quarantine validate constraint webhook_quarantine_status;
alter table webhook_quarantine validate constraint webhook_quarantine_resolved;
alter table refund validate constraint refund_origin;
alter table refund validate constraint refund_requested;
alter table refund validate constraint refund_decided;
alter table payment_event validate constraint payment_event_kind;
