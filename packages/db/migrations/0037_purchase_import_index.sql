-- expand
-- transactional: false
-- Purchases of an import, latest first. What a storefront placed has no entry.
create index concurrently if not exists purchase_import_placed on purchase (tenant_id, import_run_id, placed_at desc, id desc) where import_run_id is not null;
