import { type Approver, limitOf } from '../access/actor.ts'
import { accept, type Decision, refuse } from '../command/decision.ts'
import { isMoreThan, type Money } from '../money/money.ts'
import type { RefundStatus } from './lifecycle.ts'
import type { Refund } from './refund.ts'

export type DecideRefundRefusal =
  | { code: 'refund.not_awaiting_decision'; status: RefundStatus; decidedBy: string | null }
  | { code: 'refund.own_request' }
  | { code: 'refund.over_limit'; limit: Money; amount: Money }
  | { code: 'refund.changed'; version: number }
  | { code: 'refund.approval_expired'; expiredAt: Date }

type Awaiting = Pick<Refund, 'status' | 'version' | 'amount' | 'requestedBy' | 'decidedBy' | 'expiresAt'>
type Decided = Pick<Refund, 'decidedBy' | 'decidedAt' | 'decisionNote'>

/** `version` is the one the person looked at. */
type Look = { version: number; at: Date; note?: string }

/** Whether this person may release this refund now: the console asks it for the button, the api under the lock. */
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
  approver: Approver,
  look: Look,
): Decision<R & Decided & { status: 'denied' }, DecideRefundRefusal> {
  const [refusal] = againstDeciding(refund, approver, look)
  if (refusal !== undefined) return refuse(refusal)
  return accept({ ...refund, ...decided(approver, look), status: 'denied' })
}

/** All that speaks against releasing it now; the first of them is the answer. */
export function againstApproving(refund: Awaiting, approver: Approver, look: Look): DecideRefundRefusal[] {
  const against = againstDeciding(refund, approver, look)
  if (look.at >= refund.expiresAt) against.push({ code: 'refund.approval_expired', expiredAt: refund.expiresAt })
  const limit = limitOf(approver, 'refund.approve', refund.amount.currency)
  if (isMoreThan(refund.amount, limit)) against.push({ code: 'refund.over_limit', limit, amount: refund.amount })
  return against
}

function againstDeciding(refund: Awaiting, approver: Approver, { version }: Look): DecideRefundRefusal[] {
  const { status, decidedBy, requestedBy } = refund
  const against: DecideRefundRefusal[] = []
  if (status !== 'requested') {
    against.push({ code: 'refund.not_awaiting_decision', status, decidedBy: decidedBy?.name ?? null })
  }
  if (refund.version !== version) against.push({ code: 'refund.changed', version: refund.version })
  // Four eyes: asking for money and deciding about it are never the same person.
  if (requestedBy.id === approver.id) against.push({ code: 'refund.own_request' })
  return against
}

function decided({ id, name }: Approver, { at, note = '' }: Look): Decided {
  return { decidedBy: { id, name }, decidedAt: at, decisionNote: note }
}
