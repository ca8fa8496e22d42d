-- expand
-- Indexes that no statement reads. Most were there for the way back of a foreign key whose parent nobody may delete; a
-- checkout wrote nineteen entries into them. A drop waits for readers of the table and holds them up for no longer than
-- it takes to unlink a file; the runner gives up after two seconds and tries again.

-- squawk-ignore require-concurrent-index-deletion
drop index order_line_offer;
-- squawk-ignore require-concurrent-index-deletion
drop index order_line_product;
-- squawk-ignore require-concurrent-index-deletion
drop index order_line_rule;
-- squawk-ignore require-concurrent-index-deletion
drop index stock_hold_offer;
-- squawk-ignore require-concurrent-index-deletion
drop index stock_movement_offer;
-- squawk-ignore require-concurrent-index-deletion
drop index payment_provider_reference;
-- squawk-ignore require-concurrent-index-deletion
drop index earning_seller;
-- squawk-ignore require-concurrent-index-deletion
drop index line_effect_order;
-- squawk-ignore require-concurrent-index-deletion
drop index journal_entry_source;
-- squawk-ignore require-concurrent-index-deletion
drop index journal_entry_reverses;
-- squawk-ignore require-concurrent-index-deletion
drop index journal_entry_posted;
-- squawk-ignore require-concurrent-index-deletion
drop index posting_account;
-- squawk-ignore require-concurrent-index-deletion
drop index inbox_message_received;
