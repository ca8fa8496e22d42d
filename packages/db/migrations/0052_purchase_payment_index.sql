-- expand
-- transactional: false
-- Purchases by how they are paid: sorted by what they come to inside the index.
create index concurrently if not exists purchase_payment_total on purchase (tenant_id, payment_status, placed_at, id, total_amount);
