-- backfill
-- Runs from before are given the purchase they have to do with (directly, through their refund or through their payment),
-- refunds the seller of their order.

set local statement_timeout = 0;

do $$
declare
  each_tenant record;
begin
  for each_tenant in select tenant.id from tenant loop
    perform app.set_tenant(each_tenant.id);
    update workflow_run
    set purchase_id = workflow_run.subject_id
    where workflow_run.tenant_id = each_tenant.id and workflow_run.purchase_id is null and workflow_run.subject_type = 'purchase';
    update workflow_run
    set purchase_id = refund.purchase_id
    from refund
    where workflow_run.tenant_id = each_tenant.id and workflow_run.purchase_id is null and workflow_run.subject_type = 'refund'
      and refund.tenant_id = each_tenant.id and refund.id = workflow_run.subject_id;
    update workflow_run
    set purchase_id = payment.purchase_id
    from payment
    where workflow_run.tenant_id = each_tenant.id and workflow_run.purchase_id is null and workflow_run.subject_type = 'payment'
      and payment.tenant_id = each_tenant.id and payment.id = workflow_run.subject_id;
    update refund
    set seller_id = "order".seller_id
    from "order"
    where refund.tenant_id = each_tenant.id and refund.seller_id is null
      and "order".tenant_id = each_tenant.id and "order".id = refund.order_id;
  end loop;
end
$$;
