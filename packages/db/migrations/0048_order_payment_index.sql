-- expand
-- transactional: false
-- Parts by how they are paid, as order_payment_of_seller had them: sorted by what they come to inside the index.
create index concurrently if not exists order_payment_parts on "order" (tenant_id, payment_status, placed_at, id, seller_id, payable_amount, purchase_id) where payment_status <> 'paid';
