-- expand
-- transactional: false
-- Parts by status, of everybody or of one seller: the seller is compared inside the index.
create index concurrently if not exists order_status_of_seller on "order" (tenant_id, status, placed_at desc, id desc, seller_id);
