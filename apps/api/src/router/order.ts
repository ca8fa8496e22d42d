import { getOrder, orders } from '@mainstay/db/order/list'
import { listSellerIdsWithin } from '@mainstay/db/seller/seller'
import { GetOrder, Order, OrderSummary } from '@mainstay/domain/order/order'
import { listing } from '../http/listing.ts'
import { can, router } from '../http/trpc.ts'

export const order = router({
  ...listing(orders, {
    permission: 'order.read',
    words: "Sellers' orders, newest first",
    path: '/orders',
    item: OrderSummary,
  }),

  get: can('order.read', {
    summary: "One seller's part of a purchase",
    rest: { method: 'GET', path: '/orders/{orderId}' },
  })
    .input(GetOrder)
    .output(Order)
    .query(({ ctx, input }) =>
      ctx.read(async (tx) => getOrder(tx, input.orderId, await listSellerIdsWithin(tx, ctx.reach('order.read')))),
    ),
})
