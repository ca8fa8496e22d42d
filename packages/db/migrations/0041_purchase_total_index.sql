-- expand
-- transactional: false
-- Purchases by what they come to: one by its statuses is found inside the index.
create index concurrently if not exists purchase_total_status on purchase (tenant_id, total_amount desc, id desc, fulfilment_status, payment_status);
