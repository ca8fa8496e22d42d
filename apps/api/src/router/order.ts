import { getOrder, listOrders } from '@mainstay/db/order/list'
import { listSellerIdsWithin } from '@mainstay/db/seller/seller'
import { pageOf } from '@mainstay/domain/list/page'
import { GetOrder, ListOrders, Order, OrderSummary } from '@mainstay/domain/order/order'
import { can, router } from '../http/trpc.ts'

export const order = router({
  list: can('order.read', {
    summary: "Sellers' orders, newest first",
    rest: { method: 'GET', path: '/orders' },
  })
    .input(ListOrders)
    .output(pageOf(OrderSummary))
    .query(({ ctx, input }) =>
      ctx.read(async (tx) => {
        const sellerIds = await listSellerIdsWithin(tx, ctx.reach('order.read'))
        return listOrders(tx, input, { cursorSecret: ctx.cursorSecret, sellerIds })
      }),
    ),

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
