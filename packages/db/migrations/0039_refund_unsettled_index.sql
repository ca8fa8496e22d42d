-- expand
-- transactional: false
-- Refunds that are neither through nor over, in one order whichever of the states are asked for.
create index concurrently if not exists refund_unsettled on refund (tenant_id, requested_at, id, status) where status not in ('succeeded', 'denied', 'released');
