-- expand
-- transactional: false
-- Parts by status, of everybody or of some sellers; whether they are paid for is found inside the index.
create index concurrently if not exists order_status_parts on "order" (tenant_id, status, placed_at, id, seller_id, payment_status, purchase_id);
