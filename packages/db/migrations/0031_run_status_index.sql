-- expand
-- transactional: false
-- Runs that have not ended as usual, by where they are. What is completed is nearly all, and is found in the order of ids.
create index concurrently if not exists workflow_run_status_idx on workflow_run (tenant_id, status, id) where status in ('queued', 'running', 'waiting', 'canceled');
