import * as z from 'zod'
import { Address } from '../address/address.ts'
import { Money } from '../money/money.ts'
import { Purchase, PurchaseOrder, PurchaseSummary } from './purchase.ts'

/** What a shop shows of one seller's part: no share of the marketplace or the seller, no note of staff. */
const StorefrontOrder = PurchaseOrder.pick({
  id: true,
  number: true,
  seller: true,
  status: true,
  paymentStatus: true,
  returnStatus: true,
  shipBy: true,
  items: true,
  shipping: true,
  payable: true,
  tax: true,
  captured: true,
  returned: true,
  refunded: true,
}).extend({
  lines: z.array(
    PurchaseOrder.shape.lines.element.pick({
      id: true,
      kind: true,
      sku: true,
      title: true,
      quantity: true,
      unitPrice: true,
      payable: true,
      tax: true,
      taxRatePpm: true,
      captured: true,
      returned: true,
      refundable: true,
    }),
  ),
})

/** A purchase as the shop that placed it shows it to its buyer: no commission, no people, no history of our work. */
export const StorefrontPurchase = PurchaseSummary.extend({
  buyer: Purchase.shape.buyer,
  externalId: Purchase.shape.externalId,
  shipTo: Address,
  items: Money,
  shipping: Money,
  payment: Purchase.shape.payment
    .unwrap()
    .pick({
      id: true,
      status: true,
      amount: true,
      authorized: true,
      captured: true,
      refunded: true,
      declineCode: true,
      payBy: true,
      cancelRequested: true,
    })
    .nullable(),
  refunds: Purchase.shape.refunds,
  orders: z.array(StorefrontOrder),
})
