import * as z from 'zod'
import { DisputeStatus } from '../dispute/lifecycle.ts'
import { Money } from '../money/money.ts'
import { PaymentState } from '../payment/lifecycle.ts'
import { RefundStatus } from '../refund/lifecycle.ts'

/** Word for word what somebody else said: for engineers. */
const detail = z.string()
const provider = z.string()
const unproved = { currency: z.string(), expected: z.int(), found: z.int() }
const stopped = { step: z.string().nullable(), detail: detail.nullable() }

/**
 * Why an item is on the queue: a code, and what its words need besides the item itself. Rows keep it, so a code is never
 * renamed.
 */
export const WorkItemCause = z.discriminatedUnion('code', [
  z.object({ code: z.literal('payment.unknown'), detail: detail.nullable() }),
  z.object({ code: z.literal('payment.stalled'), status: PaymentState }),
  z.object({ code: z.literal('payment.contradicted'), provider, told: z.string(), status: PaymentState }),
  /** It had ended, and its orders stay canceled. */
  z.object({ code: z.literal('payment.taken_after_end'), provider, status: PaymentState }),
  z.object({ code: z.literal('payment.captured_elsewhere'), provider }),
  /** `suspended` is what of it no order explains. */
  z.object({
    code: z.literal('payment.amount_mismatch'),
    provider,
    wanted: Money,
    taken: Money,
    suspended: Money,
  }),
  /** What the provider says it moved, and what that did to our balance there. */
  z.object({ code: z.literal('payment.balance_mismatch'), provider, moved: Money, booked: Money }),
  z.object({
    code: z.literal('payment.other_currency'),
    provider,
    currency: z.string(),
    settled: z.string(),
  }),
  z.object({ code: z.literal('purchase.charged_before_canceled'), detail }),
  z.object({ code: z.literal('refund.requested'), by: z.string(), order: z.string() }),
  /** Nobody decided about it in time. */
  z.object({ code: z.literal('refund.expired'), order: z.string() }),
  z.object({ code: z.literal('refund.unknown'), detail }),
  z.object({ code: z.literal('refund.stalled'), status: RefundStatus }),
  z.object({ code: z.literal('refund.failed'), detail: detail.nullable() }),
  z.object({ code: z.literal('refund.bounced'), detail: detail.nullable() }),
  z.object({
    code: z.literal('refund.contradicted'),
    provider,
    told: z.enum(['succeeded', 'pending', 'failed']),
    status: RefundStatus,
  }),
  z.object({ code: z.literal('refund.amount_mismatch'), provider, wanted: Money, moved: Money, suspended: Money }),
  /** `isSuspended`: the orders had less to give back, and the rest is in suspense. */
  z.object({ code: z.literal('refund.made_elsewhere'), provider, isSuspended: z.boolean() }),
  z.object({ code: z.literal('dispute.inquired'), provider, detail }),
  z.object({ code: z.literal('dispute.opened'), provider, detail }),
  z.object({ code: z.literal('dispute.contradicted'), provider, told: DisputeStatus, status: DisputeStatus }),
  z.object({ code: z.literal('seller.submitted'), by: z.string() }),
  z.object({ code: z.literal('workflow.stopped'), ...stopped }),
  z.object({ code: z.literal('workflow.undone'), ...stopped }),
  z.object({ code: z.literal('workflow.undo_stopped'), ...stopped }),
  z.object({ code: z.literal('workflow.no_worker'), version: z.string() }),
  /** Amounts in minor units. `shard` counts the balances of a hot account. */
  z.object({ code: z.literal('ledger.balance_unproved'), ...unproved, account: z.string(), shard: z.int() }),
  /** `account` is null where the entry does not sum to zero. */
  z.object({
    code: z.literal('ledger.entry_unproved'),
    ...unproved,
    entry: z.string(),
    account: z.string().nullable(),
  }),
  z.object({ code: z.literal('ledger.proof_overdue'), since: z.iso.datetime() }),
  /** As it was written before there were codes. */
  z.object({ code: z.literal('legacy'), text: z.string(), nextAction: z.string() }),
])
export type WorkItemCause = z.infer<typeof WorkItemCause>
