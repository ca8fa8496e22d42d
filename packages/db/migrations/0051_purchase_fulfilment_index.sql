-- expand
-- transactional: false
-- Purchases by where their goods are: sorted by what they come to inside the index.
create index concurrently if not exists purchase_fulfilment_total on purchase (tenant_id, fulfilment_status, placed_at, id, total_amount);
