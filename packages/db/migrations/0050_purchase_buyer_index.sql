-- expand
-- transactional: false
-- Purchases of a buyer: sorted by what they come to inside the index.
create index concurrently if not exists purchase_buyer_total on purchase (tenant_id, buyer_id, placed_at, id, total_amount);
