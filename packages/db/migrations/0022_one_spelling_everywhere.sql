-- contract
-- Money is authorized and an order canceled, in every column, state and step name. The release before this one reads and
-- writes both words with other letters: it is stopped before this is applied. What audit and events said keeps its words.

set local statement_timeout = 0;

-- squawk-ignore renaming-column
alter table payment rename column authorised to authorized;
comment on table capture is 'One taking of authorized money; claimed before the call. retention: 10 years; personal: none';

alter table purchase drop constraint purchase_payment_status;
alter table purchase drop constraint purchase_fulfilment_status;
alter table "order" drop constraint order_payment_status;
alter table "order" drop constraint order_status;
alter table payment_event drop constraint payment_event_kind;
alter table workflow_run drop constraint workflow_run_status_check;
alter table workflow_run drop constraint workflow_run_undo_check;

do $$
declare
  each_tenant record;
begin
  for each_tenant in select tenant.id from tenant loop
    perform app.set_tenant(each_tenant.id);
    update purchase set payment_status = 'authorized' where tenant_id = each_tenant.id and payment_status = 'authorised';
    update purchase set fulfilment_status = 'canceled' where tenant_id = each_tenant.id and fulfilment_status = 'cancelled';
    update "order" set payment_status = 'authorized' where tenant_id = each_tenant.id and payment_status = 'authorised';
    update "order" set status = 'canceled' where tenant_id = each_tenant.id and status = 'cancelled';
    update payment_event set kind = replace(kind, 'authoris', 'authoriz')
    where tenant_id = each_tenant.id and kind in ('authorised', 'authorisation_claimed');
    update refund set reason = 'canceled' where tenant_id = each_tenant.id and reason = 'cancelled';
    -- Runs that are under way find their steps by name, and what those answered.
    update workflow_step set result = replace(replace(step.result::text, 'authorised"', 'authorized"'), '"cancelled"', '"canceled"')::jsonb
    from workflow_step as step
    join workflow_run as run on run.tenant_id = step.tenant_id and run.id = step.run_id
    where workflow_step.tenant_id = each_tenant.id and step.tenant_id = each_tenant.id and step.run_id = workflow_step.run_id
      and step.name = workflow_step.name and run.status not in ('completed', 'cancelled')
      and (step.result::text like '%authorised"%' or step.result::text like '%"cancelled"%');
    update workflow_step set name = replace(name, 'authoris', 'authoriz')
    where tenant_id = each_tenant.id and name like '%authoris%';
    update workflow_attempt set step = replace(step, 'authoris', 'authoriz')
    where tenant_id = each_tenant.id and step like '%authoris%';
    update workflow_run set status = 'canceled' where tenant_id = each_tenant.id and status = 'cancelled';
    update workflow_run set error = replace(error::text, 'authoris', 'authoriz')::jsonb
    where tenant_id = each_tenant.id and error ->> 'step' like '%authoris%';
    update workflow_run set undo = 'canceled' where tenant_id = each_tenant.id and undo = 'cancelled';
    update saved_view set address =
      regexp_replace(
        regexp_replace(address, '((^|&)payment=([^&]*,)?)authorised\M', '\1authorized'),
        '((^|&)(status|fulfilment)=([^&]*,)?)cancelled\M', '\1canceled')
    where tenant_id = each_tenant.id and address ~ '(authorised|cancelled)';
  end loop;
end
$$;

-- squawk-ignore constraint-missing-not-valid
alter table purchase add constraint purchase_payment_status check (payment_status in (
  'unpaid', 'authorized', 'partially_paid', 'paid', 'partially_refunded', 'refunded', 'payment_returned', 'charged_back', 'unknown',
  'failed'));
-- squawk-ignore constraint-missing-not-valid
alter table purchase add constraint purchase_fulfilment_status check (fulfilment_status in (
  'placed', 'accepted', 'in_fulfilment', 'partially_shipped', 'shipped', 'delivered', 'closed', 'on_hold', 'canceled'));
-- squawk-ignore constraint-missing-not-valid
alter table "order" add constraint order_payment_status check (payment_status in (
  'unpaid', 'authorized', 'partially_paid', 'paid', 'partially_refunded', 'refunded', 'payment_returned', 'charged_back', 'unknown',
  'failed'));
-- squawk-ignore constraint-missing-not-valid
alter table "order" add constraint order_status check (status in (
  'placed', 'accepted', 'in_fulfilment', 'shipped', 'delivered', 'closed', 'on_hold', 'canceled'));
-- squawk-ignore constraint-missing-not-valid
alter table payment_event add constraint payment_event_kind check (kind in (
  'authorization_claimed', 'authorized', 'declined', 'marked_unknown', 'capture_claimed', 'captured', 'capture_failed', 'voided', 'expired',
  'refund_claimed', 'refunded', 'refund_failed', 'refund_bounced', 'dispute_opened', 'dispute_won', 'dispute_lost', 'amount_suspended',
  'unknown', 'unexplained', 'resolved'));
-- squawk-ignore constraint-missing-not-valid
alter table workflow_run add constraint workflow_run_status_check check (status in (
  'queued', 'running', 'waiting', 'completed', 'failed', 'canceled', 'blocked'));
-- squawk-ignore constraint-missing-not-valid
alter table workflow_run add constraint workflow_run_undo_check check (undo in (
  'canceled', 'failed'));
