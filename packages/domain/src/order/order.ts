import * as z from 'zod'
import { Address } from '../address/address.ts'
import { Id } from '../command/id.ts'
import { idOf, oneOf } from '../list/filter.ts'
import { listOf } from '../list/list.ts'
import { Money } from '../money/money.ts'
import { PaymentStatus, PurchaseOrder, ReturnStatus } from '../purchase/purchase.ts'
import { OrderStatus } from './lifecycle.ts'

export const orderList = listOf('order', {
  sorts: { placedAt: 'desc' },
  filters: { seller: idOf('sellerId', 'seller'), status: oneOf('status', OrderStatus) },
})

export const GetOrder = z.strictObject({ orderId: Id })
export type GetOrder = z.infer<typeof GetOrder>

/** One seller's part of a purchase, as a row. */
export const OrderSummary = z.object({
  id: Id,
  number: z.string(),
  purchase: z.object({ id: Id, number: z.string() }),
  seller: z.object({ id: Id, name: z.string() }),
  buyerName: z.string(),
  status: OrderStatus,
  paymentStatus: PaymentStatus,
  returnStatus: ReturnStatus,
  placedAt: z.date(),
  shipBy: z.date().nullable(),
  payable: Money,
})
export type OrderSummary = z.infer<typeof OrderSummary>

/** One seller's part of a purchase with its lines, and where its goods go. */
export const Order = PurchaseOrder.extend({
  purchase: z.object({ id: Id, number: z.string() }),
  buyerName: z.string(),
  currency: z.string(),
  placedAt: z.date(),
  shipTo: Address,
})
export type Order = z.infer<typeof Order>
