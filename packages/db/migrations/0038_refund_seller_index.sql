-- expand
-- transactional: false
-- Refunds of a seller's orders, latest first.
create index concurrently if not exists refund_seller_requested on refund (tenant_id, seller_id, requested_at desc, id desc);
