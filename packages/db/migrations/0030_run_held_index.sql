-- expand
-- transactional: false
-- Runs that wait for a person, latest first, of one kind of trouble or of both.
create index concurrently if not exists workflow_run_trouble_idx on workflow_run (tenant_id, id, status) where status in ('failed', 'blocked');
