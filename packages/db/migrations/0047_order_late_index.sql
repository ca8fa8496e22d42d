-- expand
-- transactional: false
-- Parts that are late, as order_late had them, in half the pages.
create index concurrently if not exists order_late_placed on "order" (tenant_id, placed_at, purchase_id, ship_by, seller_id) where status in ('placed', 'accepted', 'in_fulfilment') and ship_by is not null;
