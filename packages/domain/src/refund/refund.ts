import * as z from 'zod'
import { Id } from '../command/id.ts'
import { Version } from '../command/version.ts'
import { idOf, someOf } from '../list/filter.ts'
import { listOf } from '../list/list.ts'
import { Money } from '../money/money.ts'
import { linesMax } from '../order/line.ts'
import { Words } from '../text/text.ts'
import { RefundStatus } from './lifecycle.ts'

/** A bank may take this long with a refund the provider has accepted. */
export const daysAtTheBank = 14

export const RefundReason = z.enum([
  'defective',
  'not_as_described',
  'late',
  'canceled',
  'goodwill',
  'duplicate_charge',
  'other',
])
export type RefundReason = z.infer<typeof RefundReason>

export const RefundBearer = z.enum(['seller', 'operator', 'shared'])
export type RefundBearer = z.infer<typeof RefundBearer>

/** Units without an amount cost what the rule of units says; an amount beside them may be less, and never more. */
const RefundLine = z
  .strictObject({
    orderLineId: Id,
    amount: z.int().nonnegative('Enter an amount of zero or more').nullable().default(null),
    quantity: z.int().positive('Enter whole pieces, or leave them out').nullable().default(null),
  })
  .refine(({ amount, quantity }) => quantity !== null || (amount ?? 0) > 0, {
    path: ['amount'],
    message: 'Enter an amount above zero, or the pieces that come back',
  })

export const RequestRefund = z.strictObject({
  orderId: Id,
  lines: z
    .array(RefundLine)
    .min(1, 'Choose at least one line')
    .max(linesMax)
    .refine((lines) => new Set(lines.map((line) => line.orderLineId)).size === lines.length, 'Name each line once'),
  reason: z.enum(RefundReason.options, 'Choose a reason'),
  note: Words({ min: 3, max: 2000, empty: 'Say in a few words why' }),
  bearer: RefundBearer.default('seller'),
  sellerSharePpm: z.int().min(0).max(1_000_000).default(1_000_000),
  commissionPolicy: z.enum(['return', 'keep']).default('return'),
})
export type RequestRefund = z.infer<typeof RequestRefund>

export const ApproveRefund = z.strictObject({
  refundId: Id,
  /** The version the approver saw; another one means the refund changed since, and nothing is released. */
  version: Version,
  note: Words({ max: 2000 }).default(''),
})
export type ApproveRefund = z.infer<typeof ApproveRefund>

export const DenyRefund = z.strictObject({
  refundId: Id,
  version: Version,
  note: Words({ min: 3, max: 2000, empty: 'Say in a few words why' }),
})
export type DenyRefund = z.infer<typeof DenyRefund>

export const GetRefund = z.strictObject({ refundId: Id })

export const refundList = listOf('refund', {
  sorts: { requestedAt: 'desc' },
  filters: { status: someOf('status', RefundStatus), purchase: idOf('purchaseId', 'purchase') },
  views: {
    all: {},
    // Every request has the same time, so the oldest is the one whose clock ends first.
    waiting: { where: { status: 'requested' }, sort: 'requestedAt' },
    trouble: { where: { status: ['failed', 'unknown'] } },
    decided: { where: { status: ['approved', 'sending', 'succeeded', 'denied', 'released', 'expired'] } },
  },
})

/** What one refund changes, as now, change and after, in minor units; the changes of the parties add up to the buyer's. */
export const RefundImpact = z.object({
  currency: z.string(),
  rows: z.array(
    z.object({
      party: z.enum(['buyer', 'seller', 'commission', 'commission_tax', 'tax', 'funding', 'operator']),
      now: z.int(),
      change: z.int(),
      after: z.int(),
    }),
  ),
  /** Sales tax inside the seller's part, which the seller claims back from the state. */
  sellersTax: z.int(),
  sellerWillOwe: Money.nullable(),
})
export type RefundImpact = z.infer<typeof RefundImpact>

export const Refund = z.object({
  id: Id,
  number: z.string(),
  status: RefundStatus,
  version: z.int(),
  purchase: z.object({ id: Id, number: z.string() }),
  order: z.object({ id: Id, number: z.string(), sellerName: z.string() }),
  buyerName: z.string(),
  amount: Money,
  reason: RefundReason,
  note: z.string(),
  bearer: RefundBearer,
  commissionPolicy: z.enum(['return', 'keep']),
  /** `provider`: made there, and found by us afterwards. Nobody here asked for it or decided it. */
  origin: z.enum(['staff', 'provider']),
  requestedBy: z.object({ id: Id.nullable(), name: z.string() }),
  requestedAt: z.date(),
  decidedBy: z.object({ id: Id, name: z.string() }).nullable(),
  decidedAt: z.date().nullable(),
  decisionNote: z.string().nullable(),
  dueAt: z.date(),
  expiresAt: z.date(),
  commandHash: z.string(),
  attempt: z.int(),
  failureReason: z.string().nullable(),
  lines: z.array(
    z.object({
      orderLineId: Id,
      title: z.string(),
      sku: z.string(),
      amount: z.int(),
      quantity: z.int().nullable(),
      /** What the pieces cost: more than the amount where less is paid back for them. */
      unitsAmount: z.int().nullable(),
    }),
  ),
})
export type Refund = z.infer<typeof Refund>

export type RequestRefundRefusal =
  | { code: 'refund.line_not_in_order'; orderLineId: string }
  | { code: 'refund.line_twice'; orderLineId: string; title: string }
  | { code: 'refund.over_refundable'; orderLineId: string; title: string; refundable: Money }
  | { code: 'refund.over_quantity'; orderLineId: string; title: string; left: number }
  | { code: 'refund.over_price'; orderLineId: string; title: string; quantity: number; price: Money }
  | { code: 'refund.repriced'; orderLineId: string; title: string; quantity: number; price: Money }
  | { code: 'refund.between_steps'; step: Money }
  | { code: 'refund.nothing_captured' }
  | { code: 'refund.no_snapshot' }
  | { code: 'refund.order_on_hold' }

/** How long a second person has before the request is late, and before it lapses. */
export const refundDueHours = 4
export const refundExpiresDays = 14
