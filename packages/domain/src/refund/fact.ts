import type { RefundStatus } from './lifecycle.ts'

/** What the provider says of a refund. It has taken the money of one that is pending, and may still send it back. */
export type RefundFact =
  | { status: 'succeeded' | 'pending'; reference: string }
  | { status: 'failed'; reference: string | null; reason: string }

/** What the payment has heard of the attempt under way already. */
export type HeardOfAttempt = { isSettled: boolean; hasBounced: boolean; isOfEarlierAttempt: boolean }

type Sent = {
  status: RefundStatus
  attempt: number
  failureReason: string | null
  stored: { providerRefundReference: string | null }
}

/** What a fact makes of a refund. A contradicted one changes nothing, and is for a person. */
export type LearnedOfRefund<Refund> =
  | { outcome: 'already_applied' | 'contradicted' }
  | {
      outcome: 'learned'
      after: Refund
      move: 'succeed' | 'accept' | 'fail'
      /** What it means for the payment; undefined where its money has moved already. */
      money: 'refunded' | 'refund_failed' | 'refund_bounced' | undefined
      /** It had failed, so its claim on the payment was given up, and is made again. */
      claimsAgain: boolean
    }

/** A fact is not refused, whoever learned it and however often; a refund that fails after its money had left has bounced. */
export function learnOfRefund<Refund extends Sent>(
  refund: Refund,
  fact: RefundFact,
  heard: HeardOfAttempt,
): LearnedOfRefund<Refund> {
  if (heard.isOfEarlierAttempt) return { outcome: 'already_applied' }
  if (refund.attempt === 0) return { outcome: 'contradicted' }
  const { stored } = refund
  const providerRefundReference = fact.reference ?? stored.providerRefundReference
  const known = { ...refund, stored: { ...stored, providerRefundReference } }
  if (fact.status === 'failed') {
    if (refund.status === 'failed') return { outcome: 'already_applied' }
    return {
      outcome: 'learned',
      after: { ...known, status: 'failed', failureReason: fact.reason },
      move: 'fail',
      money: heard.isSettled ? 'refund_bounced' : 'refund_failed',
      claimsAgain: false,
    }
  }
  if (heard.hasBounced) return { outcome: 'contradicted' }
  const hasSucceeded = fact.status === 'succeeded' || refund.status === 'succeeded'
  const status = hasSucceeded ? 'succeeded' : 'sending'
  if (heard.isSettled && status === refund.status) return { outcome: 'already_applied' }
  return {
    outcome: 'learned',
    after: { ...known, status, failureReason: null },
    move: hasSucceeded ? 'succeed' : 'accept',
    money: heard.isSettled ? undefined : 'refunded',
    claimsAgain: !heard.isSettled && refund.status === 'failed',
  }
}
