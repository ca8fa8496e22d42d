-- expand
-- A request that nobody decided about in time ends by the clock: nobody has decided it, and nothing was sent. Both checks
-- allow more than they did, so every row there is keeps them.

alter table refund drop constraint refund_status;
alter table refund drop constraint refund_decided;
-- squawk-ignore constraint-missing-not-valid
alter table refund add constraint refund_status check (status in (
  'requested', 'denied', 'expired', 'approved', 'sending', 'succeeded', 'failed', 'unknown', 'released'));
-- squawk-ignore constraint-missing-not-valid
alter table refund add constraint refund_decided check (
  (decided_by is null) = (decided_at is null)
  and (decided_by is null) = (origin = 'provider' or status in ('requested', 'expired')));

-- What the clock looks for, every minute and for every tenant: few approvals are open at a time.
-- squawk-ignore require-concurrent-index-creation
create index approval_open_expiry on approval (tenant_id, expires_at) where status = 'open';
