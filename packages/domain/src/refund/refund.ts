import * as z from 'zod'
import { type Approver, limitOf } from '../access/actor.ts'
import { accept, type Decision, refuse } from '../command/decision.ts'
import { Id } from '../command/id.ts'
import { PageInput } from '../list/page.ts'
import { isMoreThan, Money } from '../money/money.ts'

export const refundStatuses = [
  'requested',
  'denied',
  'approved',
  'sending',
  'succeeded',
  'failed',
  'unknown',
  'released',
] as const
export const RefundStatus = z.enum(refundStatuses)
export type RefundStatus = z.infer<typeof RefundStatus>

/** Where a refund may go next. `succeeded` is not the end: a bank can send the money back. */
const nextStatuses: Record<RefundStatus, readonly RefundStatus[]> = {
  requested: ['denied', 'approved'],
  denied: [],
  approved: ['sending'],
  sending: ['succeeded', 'failed', 'unknown'],
  succeeded: ['failed'],
  failed: ['sending', 'released', 'succeeded'],
  // Found at the provider, which is still working on it.
  unknown: ['sending', 'succeeded', 'failed'],
  released: ['succeeded'],
}

/** Released, and not yet known to have been paid or refused: a run is to see to it, or a person. */
export const movingRefundStatuses = ['approved', 'sending', 'unknown'] as const satisfies RefundStatus[]

/** A bank may take this long with a refund the provider has accepted. */
export const daysAtTheBank = 14

export function canBecome(from: RefundStatus, to: RefundStatus): boolean {
  return nextStatuses[from].includes(to)
}

export const RefundReason = z.enum([
  'defective',
  'not_as_described',
  'late',
  'cancelled',
  'goodwill',
  'duplicate_charge',
  'other',
])
export type RefundReason = z.infer<typeof RefundReason>

export const RefundBearer = z.enum(['seller', 'operator', 'shared'])
export type RefundBearer = z.infer<typeof RefundBearer>

const RefundLine = z.object({
  orderLineId: Id,
  amount: z.int().positive('Enter an amount above zero'),
  quantity: z.int().positive().nullable(),
})

export const RequestRefund = z.object({
  orderId: Id,
  lines: z
    .array(RefundLine)
    .min(1, 'Choose at least one line')
    .max(200)
    .refine((lines) => new Set(lines.map((line) => line.orderLineId)).size === lines.length, 'Name each line once'),
  reason: RefundReason,
  note: z.string().trim().min(3, 'Say in a few words why').max(2000),
  bearer: RefundBearer.default('seller'),
  sellerSharePpm: z.int().min(0).max(1_000_000).default(1_000_000),
  commissionPolicy: z.enum(['return', 'keep']).default('return'),
})
export type RequestRefund = z.infer<typeof RequestRefund>

export const ApproveRefund = z.object({
  refundId: Id,
  /** The version the approver saw; another one means the refund changed since, and nothing is released. */
  version: z.int().positive(),
  note: z.string().trim().max(2000).default(''),
})
export type ApproveRefund = z.infer<typeof ApproveRefund>

export const DenyRefund = z.object({
  refundId: Id,
  version: z.int().positive(),
  note: z.string().trim().min(3, 'Say in a few words why').max(2000),
})
export type DenyRefund = z.infer<typeof DenyRefund>

export const GetRefund = z.object({ refundId: Id })

export const ListRefunds = PageInput.extend({
  status: z.union([RefundStatus, z.array(RefundStatus).max(RefundStatus.options.length)]).optional(),
  purchaseId: Id.optional(),
})
export type ListRefunds = z.infer<typeof ListRefunds>

/** What one refund changes, as now, change and after, in minor units; the changes of the parties add up to the buyer's. */
export const RefundImpact = z.object({
  currency: z.string(),
  rows: z.array(
    z.object({
      party: z.enum(['buyer', 'seller', 'commission', 'commission_tax', 'tax', 'funding', 'operator']),
      note: z.string(),
      now: z.int(),
      change: z.int(),
      after: z.int(),
    }),
  ),
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
    z.object({ orderLineId: Id, title: z.string(), sku: z.string(), amount: z.int(), quantity: z.int().nullable() }),
  ),
})
export type Refund = z.infer<typeof Refund>

export type DecideRefundRefusal =
  | { code: 'refund.not_awaiting_decision'; status: RefundStatus; decidedBy: string | null }
  | { code: 'refund.own_request' }
  | { code: 'refund.over_limit'; limit: Money; amount: Money }
  | { code: 'refund.changed'; version: number }
  | { code: 'refund.approval_expired'; expiredAt: Date }

type Awaiting = Pick<Refund, 'status' | 'version' | 'amount' | 'requestedBy' | 'decidedBy' | 'expiresAt'>

/** Whether this person may release this refund now: the console asks it for the button, the api under the lock. */
export function approveRefund<R extends Awaiting>(
  refund: R,
  approver: Approver,
  seenVersion: number,
  now: Date,
): Decision<R & { status: 'approved' }, DecideRefundRefusal> {
  const refusal = notDecidable(refund, seenVersion)
  if (refusal !== undefined) return refuse(refusal)
  // Four eyes: asking for money and releasing it are never the same person.
  if (refund.requestedBy.id === approver.id) return refuse({ code: 'refund.own_request' })
  if (now >= refund.expiresAt) return refuse({ code: 'refund.approval_expired', expiredAt: refund.expiresAt })
  const limit = limitOf(approver, 'refund.approve', refund.amount.currency)
  if (isMoreThan(refund.amount, limit)) return refuse({ code: 'refund.over_limit', limit, amount: refund.amount })
  return accept({ ...refund, status: 'approved' })
}

/** Turning a refund down releases nothing, so it has no limit; the requester may not decide their own request either way. */
export function denyRefund<R extends Awaiting>(
  refund: R,
  approver: Approver,
  seenVersion: number,
): Decision<R & { status: 'denied' }, DecideRefundRefusal> {
  const refusal = notDecidable(refund, seenVersion)
  if (refusal !== undefined) return refuse(refusal)
  if (refund.requestedBy.id === approver.id) return refuse({ code: 'refund.own_request' })
  return accept({ ...refund, status: 'denied' })
}

function notDecidable(refund: Awaiting, seenVersion: number): DecideRefundRefusal | undefined {
  if (refund.status !== 'requested') {
    return { code: 'refund.not_awaiting_decision', status: refund.status, decidedBy: refund.decidedBy?.name ?? null }
  }
  if (refund.version !== seenVersion) return { code: 'refund.changed', version: refund.version }
  return undefined
}

export type RequestRefundRefusal =
  | { code: 'refund.line_not_in_order'; orderLineId: string }
  | { code: 'refund.over_refundable'; orderLineId: string; title: string; refundable: Money }
  | { code: 'refund.over_quantity'; orderLineId: string; title: string; left: number }
  | { code: 'refund.between_steps'; step: Money }
  | { code: 'refund.nothing_captured' }
  | { code: 'refund.no_snapshot' }
  | { code: 'refund.order_on_hold' }

/** How long a second person has before the request is late, and before it lapses. */
export const refundDueHours = 4
export const refundExpiresDays = 14
