-- expand
-- transactional: false
-- A seller's parts, latest first: one by its status is found inside the index.
create index concurrently if not exists order_seller_placed on "order" (tenant_id, seller_id, placed_at desc, id desc, status);
