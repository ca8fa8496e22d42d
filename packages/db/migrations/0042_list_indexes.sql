-- expand
-- Lists of what there are thousands of, whose indexes are made in a moment: a rare status is found inside the index that has
-- the order, and what somebody owns or has put aside in an index of its own. Then the indexes that others took the place of.

-- squawk-ignore require-concurrent-index-creation
create index seller_created_status on seller (tenant_id, created_at desc, id desc, status);
-- squawk-ignore require-concurrent-index-creation
create index seller_name_status on seller (tenant_id, name, id, status);
-- squawk-ignore require-concurrent-index-creation
create index import_run_started_status on import_run (tenant_id, started_at desc, id desc, status);
-- squawk-ignore require-concurrent-index-creation
create index work_item_owner_due on work_item (tenant_id, owner_id, due_at, id) where status = 'open';
-- squawk-ignore require-concurrent-index-creation
create index work_item_snoozed on work_item (tenant_id, due_at, id) where status = 'open' and snoozed_until is not null;
-- squawk-ignore require-concurrent-index-creation
create index webhook_quarantine_closed on webhook_quarantine (received_at desc, id desc) where status in ('placed', 'dismissed');

-- squawk-ignore require-concurrent-index-deletion
drop index seller_created;
-- squawk-ignore require-concurrent-index-deletion
drop index seller_name;
-- squawk-ignore require-concurrent-index-deletion
drop index import_run_started;
-- squawk-ignore require-concurrent-index-deletion
drop index work_item_owner;
-- squawk-ignore require-concurrent-index-deletion
drop index order_seller;
-- squawk-ignore require-concurrent-index-deletion
drop index order_unshipped;
-- squawk-ignore require-concurrent-index-deletion
drop index order_status_placed;
-- squawk-ignore require-concurrent-index-deletion
drop index purchase_import_run;
-- squawk-ignore require-concurrent-index-deletion
drop index purchase_total;
