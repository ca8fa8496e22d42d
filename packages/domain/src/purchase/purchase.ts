import * as z from 'zod'
import { Address, DeliverTo } from '../address/address.ts'
import { TimelineEvent } from '../audit/audit.ts'
import { Id } from '../command/id.ts'
import { Dispute } from '../dispute/dispute.ts'
import { amounts, days, idOf, oneOf, search } from '../list/filter.ts'
import { listOf } from '../list/list.ts'
import { Money } from '../money/money.ts'
import { OrderStatus } from '../order/lifecycle.ts'
import { linesMax } from '../order/line.ts'
import type { ChargeLimitRefusal } from '../payment/charge-limit.ts'
import { PaymentState } from '../payment/lifecycle.ts'
import { Email } from '../text/email.ts'
import { ExternalId } from '../text/external-id.ts'
import { Line } from '../text/text.ts'

export const PaymentStatus = z.enum([
  'unpaid',
  'authorized',
  'partially_paid',
  'paid',
  'partially_refunded',
  'refunded',
  'payment_returned',
  'charged_back',
  'unknown',
  'failed',
])
export type PaymentStatus = z.infer<typeof PaymentStatus>

export const FulfilmentStatus = z.enum([...OrderStatus.options, 'partially_shipped'])
export type FulfilmentStatus = z.infer<typeof FulfilmentStatus>

export const ReturnStatus = z.enum(['none', 'requested', 'partially_returned', 'returned'])
export type ReturnStatus = z.infer<typeof ReturnStatus>

const BasketLine = z.strictObject({ offerId: Id, quantity: z.int().min(1, 'Order at least one piece').max(100_000) })

const Basket = z
  .array(BasketLine)
  .min(1, 'Put at least one offer in the basket')
  .max(linesMax, `A purchase has at most ${linesMax} lines`)
  .refine((lines) => new Set(lines.map((line) => line.offerId)).size === lines.length, 'Name each offer once')

export const QuotePurchase = z.strictObject({ lines: Basket })
export type QuotePurchase = z.infer<typeof QuotePurchase>

export const PlacePurchase = z.strictObject({
  lines: Basket,
  buyer: z.strictObject({
    externalId: ExternalId({ max: 100, empty: "Enter the buyer's id in your shop" }),
    name: Line({ max: 200, empty: "Enter the buyer's name" }),
    email: Email,
    address: DeliverTo,
  }),
  /** A token of the payment provider; card data never reaches us. */
  paymentMethod: ExternalId({ max: 200, empty: "Enter the payment provider's token" }),
  /** The total the buyer saw. A different price today is refused, never charged. */
  expectedTotal: Money.optional(),
})
export type PlacePurchase = z.infer<typeof PlacePurchase>

export const PurchaseQuote = z.object({
  currency: z.string(),
  total: z.int(),
  orders: z.array(
    z.object({
      seller: z.object({ id: Id, name: z.string() }),
      payable: z.int(),
      tax: z.int(),
      /** What of it is for sending the goods; the lines are the offers. */
      shipping: z.int(),
      lines: z.array(
        z.object({
          offerId: Id,
          sku: z.string(),
          title: z.string(),
          quantity: z.int(),
          unitPrice: z.int(),
          payable: z.int(),
          tax: z.int(),
          available: z.int(),
        }),
      ),
    }),
  ),
})
export type PurchaseQuote = z.infer<typeof PurchaseQuote>

export const PlacedPurchase = z.object({
  id: Id,
  number: z.string(),
  total: Money,
  paymentStatus: PaymentStatus,
  orders: z.array(z.object({ id: Id, number: z.string(), seller: z.string(), payable: z.int() })),
  placedAt: z.date(),
  /** Until then it is to be paid, or it lapses. */
  payBy: z.date(),
})
export type PlacedPurchase = z.infer<typeof PlacedPurchase>

export type PlacePurchaseRefusal =
  | ChargeLimitRefusal
  | { code: 'purchase.offer_not_on_sale'; offerId: string; status: string }
  | { code: 'purchase.mixed_currencies'; currencies: readonly string[] }
  | { code: 'purchase.out_of_stock'; offers: readonly { offerId: string; wanted: number; available: number }[] }
  | { code: 'purchase.price_changed'; expected: Money; actual: Money }
  | { code: 'purchase.no_commission_rule'; offerId: string }
  | { code: 'purchase.discount_on_shipping'; sku: string }

export const purchaseList = listOf('purchase', {
  sorts: { placedAt: 'desc', total: 'desc' },
  filters: {
    query: search(
      "The beginning or end of a number, ours or an old system's, words of the buyer's name or e-mail address, or of the name " +
        'of a seller; every one has to be found',
    ),
    payment: oneOf('paymentStatus', PaymentStatus),
    fulfilment: oneOf('fulfilmentStatus', FulfilmentStatus),
    placed: days('placedFrom', 'placedTo'),
    total: amounts('totalFrom', 'totalTo', 'totalCurrency'),
    seller: idOf('sellerId', 'seller'),
    buyer: idOf('buyerId', 'buyer'),
    importRun: idOf('importRunId', 'importRun'),
  },
  views: {
    all: {},
    to_accept: {},
    late: {},
    on_hold: { where: { fulfilmentStatus: 'on_hold' } },
    unknown: { where: { paymentStatus: 'unknown' } },
  },
})

export const GetPurchase = z.strictObject({
  /** Its id, or the number people know it by. */
  purchaseId: z.union([Id, z.string().regex(/^[A-Z0-9]{1,8}-[0-9A-Z]{8}$/)], {
    error: 'must be a UUID, or a purchase number such as NW-7KQ2M8XA',
  }),
})
export type GetPurchase = z.infer<typeof GetPurchase>

export const PurchaseSummary = z.object({
  id: Id,
  number: z.string(),
  placedAt: z.date(),
  buyer: z.object({ id: Id, name: z.string() }),
  sellers: z.array(z.object({ id: Id, name: z.string() })),
  paymentStatus: PaymentStatus,
  fulfilmentStatus: FulfilmentStatus,
  returnStatus: ReturnStatus,
  shipBy: z.date().nullable(),
  total: Money,
})
export type PurchaseSummary = z.infer<typeof PurchaseSummary>

const PurchaseLine = z.object({
  id: Id,
  kind: z.enum(['item', 'shipping']),
  sku: z.string(),
  title: z.string(),
  quantity: z.int(),
  unitPrice: z.int(),
  payable: z.int(),
  tax: z.int(),
  taxRatePpm: z.int(),
  commission: z.int(),
  captured: z.int(),
  returned: z.int(),
  refundable: z.int(),
  returnedUnits: z.int(),
  /** What the units that came back cost by the rule of units, when they did. */
  returnedUnitsAmount: z.int(),
  /** How many units can still come back. */
  returnableUnits: z.int(),
})

export const PurchaseOrder = z.object({
  id: Id,
  number: z.string(),
  version: z.int(),
  seller: z.object({ id: Id, name: z.string() }),
  /** Where the seller hangs in the tenant's tree: a grant that reaches it holds for this part. */
  sellerPath: z.string(),
  status: OrderStatus,
  heldReason: z.string().nullable(),
  paymentStatus: PaymentStatus,
  returnStatus: ReturnStatus,
  shipBy: z.date().nullable(),
  items: z.int(),
  shipping: z.int(),
  payable: z.int(),
  tax: z.int(),
  commission: z.int(),
  sellerNet: z.int(),
  captured: z.int(),
  returned: z.int(),
  refunded: z.int(),
  lines: z.array(PurchaseLine),
})
export type PurchaseOrder = z.infer<typeof PurchaseOrder>

export const Purchase = PurchaseSummary.extend({
  /** As given with this purchase; the buyer's own record may say otherwise by now. */
  buyer: z.object({ id: Id, name: z.string(), email: z.string().nullable() }),
  version: z.int(),
  source: z.enum(['storefront', 'import']),
  externalId: z.string().nullable(),
  placedBy: z.string(),
  placedAtProxy: z.string().nullable(),
  shipTo: Address,
  items: Money,
  shipping: Money,
  payment: z
    .object({
      id: Id,
      status: PaymentState,
      provider: z.string(),
      reference: z.string().nullable(),
      authorized: z.int(),
      captured: z.int(),
      refunded: z.int(),
      declineCode: z.string().nullable(),
      unknownSince: z.date().nullable(),
      amount: z.int(),
      capturePending: z.int(),
      /** Until then it is to be paid, or the purchase lapses. */
      payBy: z.date().nullable(),
      cancelRequested: z.boolean(),
      /** A run is at work on it and does not wait for a person. */
      isWorkedOn: z.boolean(),
    })
    .nullable(),
  refunds: z.array(z.object({ id: Id, number: z.string(), status: z.string(), amount: Money, orderId: Id })),
  disputes: z.array(Dispute),
  orders: z.array(PurchaseOrder),
  timeline: z.array(TimelineEvent),
})
export type Purchase = z.infer<typeof Purchase>
