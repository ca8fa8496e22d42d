-- expand
-- transactional: false
-- The provider's balance transaction makes one entry of a kind, and one for each order where a payment is for several.
create unique index concurrently if not exists journal_entry_balance_transaction_key
  on journal_entry (tenant_id, connection, external_ref, kind, order_id) nulls not distinct
  where connection is not null and external_ref is not null;
