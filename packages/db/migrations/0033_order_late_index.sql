-- expand
-- transactional: false
-- Parts that are late, latest first, of everybody or of one seller. What an import brought has no day to be sent by.
create index concurrently if not exists order_late on "order" (tenant_id, placed_at desc, purchase_id desc, ship_by, seller_id) where status in ('placed', 'accepted', 'in_fulfilment') and ship_by is not null;
