-- expand
-- The indexes that wider ones took the place of.

-- squawk-ignore require-concurrent-index-deletion
drop index order_seller_placed;
-- squawk-ignore require-concurrent-index-deletion
drop index order_late;
-- squawk-ignore require-concurrent-index-deletion
drop index purchase_placed;
-- squawk-ignore require-concurrent-index-deletion
drop index purchase_buyer;
-- squawk-ignore require-concurrent-index-deletion
drop index purchase_fulfilment_status_placed;
-- squawk-ignore require-concurrent-index-deletion
drop index purchase_payment_status_placed;
-- squawk-ignore require-concurrent-index-deletion
drop index order_status_of_seller;
-- squawk-ignore require-concurrent-index-deletion
drop index order_payment_of_seller;
