-- expand
-- transactional: false
-- Parts by how they are paid, of everybody or of one seller. What is paid as usual has no entry: it is met soon.
create index concurrently if not exists order_payment_of_seller on "order" (tenant_id, payment_status, placed_at desc, id desc, seller_id) where payment_status <> 'paid';
