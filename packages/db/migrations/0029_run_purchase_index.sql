-- expand
-- transactional: false
-- The runs of a purchase, latest first.
create index concurrently if not exists workflow_run_purchase_idx on workflow_run (tenant_id, purchase_id, id) where purchase_id is not null;
