-- expand
-- transactional: false
-- Purchases in the order of time: one by what it comes to is found inside the index.
create index concurrently if not exists purchase_placed_total on purchase (tenant_id, placed_at, id, total_amount);
