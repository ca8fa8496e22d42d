-- expand
-- What lists are searched by is written down with their rows: with a run the purchase it has to do with, with a refund the
-- seller whose order it is of. Until the backfill, somebody of that seller does not see refunds from before.

alter table workflow_run add column purchase_id uuid;
alter table refund add column seller_id uuid;
comment on column workflow_run.purchase_id is 'its subject, or what that is of; no foreign key, since an engine starts runs about anything';
