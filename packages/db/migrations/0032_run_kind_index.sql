-- expand
-- transactional: false
-- Runs of the rarer kinds. What every purchase brings is met soon in the order of ids, and pays for no index of its own.
create index concurrently if not exists workflow_run_kind_idx on workflow_run (tenant_id, kind, id) where kind not in ('pay-purchase@1', 'apply-provider-event@1');
