-- expand
-- transactional: false
-- All that a purchase is to whoever sees some sellers, in the order of time: such a list is read inside the index. Ascending,
-- as it is written, an index that is read from its end fills its pages; descending it leaves them half empty.
create index concurrently if not exists order_seller_parts on "order" (tenant_id, seller_id, placed_at, id, status, payment_status, payable_amount, currency, purchase_id);
