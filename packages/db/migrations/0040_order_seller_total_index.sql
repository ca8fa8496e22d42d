-- expand
-- transactional: false
-- Purchases as a seller sees them, by what their part comes to: one by its statuses is found inside the index.
create index concurrently if not exists order_seller_total on "order" (tenant_id, seller_id, payable_amount desc, purchase_id desc, status, payment_status);
