import * as z from 'zod'
import { type Approver, limitOf, type Person } from '../access/actor.ts'
import { accept, type Decision, refuse } from '../command/decision.ts'
import { isMoreThan, Money } from '../money/money.ts'
import { RefundStatus } from './lifecycle.ts'
import type { Refund } from './refund.ts'

/** What may stand in the way of deciding about a refund. */
export const DecideRefundRefusal = z.discriminatedUnion('code', [
  z.object({
    code: z.literal('refund.not_awaiting_decision'),
    status: RefundStatus,
    decidedBy: z.string().nullable(),
  }),
  z.object({ code: z.literal('refund.own_request') }),
  z.object({ code: z.literal('refund.over_limit'), limit: Money, amount: Money }),
  z.object({ code: z.literal('refund.changed'), version: z.int() }),
  z.object({ code: z.literal('refund.approval_expired'), expiredAt: z.date() }),
  /** The right is held, and not at the seller of this refund. */
  z.object({ code: z.literal('refund.out_of_reach'), seller: z.string() }),
])
export type DecideRefundRefusal = z.infer<typeof DecideRefundRefusal>

export type Awaiting = Pick<Refund, 'status' | 'version' | 'amount' | 'requestedBy' | 'decidedBy' | 'expiresAt'>
type Decided = Pick<Refund, 'decidedBy' | 'decidedAt' | 'decisionNote'>

/** `version` is the one the person looked at. */
export type Look = { version: number; at: Date; note?: string }

/** Whether this person, with the limits they have at its seller, may release this refund now. */
export function approveRefund<R extends Awaiting>(
  refund: R,
  approver: Approver,
  look: Look,
): Decision<R & Decided & { status: 'approved' }, DecideRefundRefusal> {
  const [refusal] = againstApproving(refund, approver, look)
  if (refusal !== undefined) return refuse(refusal)
  return accept({ ...refund, ...decided(approver, look), status: 'approved' })
}

/** Turning a refund down releases nothing, so it has no limit and no end. */
export function denyRefund<R extends Awaiting>(
  refund: R,
  person: Person,
  look: Look,
): Decision<R & Decided & { status: 'denied' }, DecideRefundRefusal> {
  const [refusal] = againstDenying(refund, person, look)
  if (refusal !== undefined) return refuse(refusal)
  return accept({ ...refund, ...decided(person, look), status: 'denied' })
}

/** All that speaks against releasing it now; the first of them is the answer. */
export function againstApproving(refund: Awaiting, approver: Approver, look: Look): DecideRefundRefusal[] {
  const against = againstDenying(refund, approver, look)
  if (look.at >= refund.expiresAt) against.push({ code: 'refund.approval_expired', expiredAt: refund.expiresAt })
  const limit = limitOf(approver, 'refund.approve', refund.amount.currency)
  if (isMoreThan(refund.amount, limit)) against.push({ code: 'refund.over_limit', limit, amount: refund.amount })
  return against
}

/** All that speaks against turning it down now. */
export function againstDenying(refund: Awaiting, person: Person, { version }: Look): DecideRefundRefusal[] {
  const { status, decidedBy, requestedBy } = refund
  const against: DecideRefundRefusal[] = []
  if (status !== 'requested') {
    against.push({ code: 'refund.not_awaiting_decision', status, decidedBy: decidedBy?.name ?? null })
  }
  if (refund.version !== version) against.push({ code: 'refund.changed', version: refund.version })
  // Four eyes: asking for money and deciding about it are never the same person.
  if (requestedBy.id === person.id) against.push({ code: 'refund.own_request' })
  return against
}

function decided({ id, name }: Person, { at, note = '' }: Look): Decided {
  return { decidedBy: { id, name }, decidedAt: at, decisionNote: note }
}
