import type { Money } from '../money/money.ts'
import type { BalanceTransactionFact } from '../payment/balance.ts'
import type { RefundStatus } from './lifecycle.ts'

/**
 * What the provider says of a refund. It has taken the money of one that is pending, and may still send it back. An amount
 * that is not told is the one that was asked for.
 */
export type RefundFact = Happened &
  (
    | { status: 'succeeded' | 'pending'; reference: string; amount?: number | undefined }
    | { status: 'failed'; reference: string | null; reason: string }
  )

/** When it happened, and what it did to our balance; where it failed, when and how the money came back. */
type Happened = { occurredAt?: Date | undefined; balanceTransaction?: BalanceTransactionFact | null | undefined }

/** What the payment has heard of the attempt under way already, and how much of it went out. */
export type HeardOfAttempt = {
  isSettled: boolean
  hasBounced: boolean
  isOfEarlierAttempt: boolean
  settled?: Settled | undefined
}

/** What left our balance: as much as was promised to the buyer, and what is more than that. */
export type Settled = { amount: number; unexplained: number }

type Sent = {
  status: RefundStatus
  attempt: number
  failureReason: string | null
  amount: Money
  stored: { providerRefundReference: string | null }
}

/** What a fact means for the payment; `refund_failed` moves nothing. */
export type RefundMoney = Settled & { kind: 'refunded' | 'refund_failed' | 'refund_bounced' }

/** What a fact makes of a refund. A contradicted one changes nothing, and is for a person. */
export type LearnedOfRefund<Refund> =
  | { outcome: 'already_applied' | 'contradicted' }
  | {
      outcome: 'learned'
      after: Refund
      move: 'succeed' | 'accept' | 'fail'
      /** Undefined where its money has moved already. */
      money: RefundMoney | undefined
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
    const promised = { amount: refund.amount.amount, unexplained: 0 }
    return {
      outcome: 'learned',
      after: { ...known, status: 'failed', failureReason: fact.reason },
      move: 'fail',
      money: heard.isSettled
        ? { kind: 'refund_bounced', ...(heard.settled ?? promised) }
        : { kind: 'refund_failed', ...promised },
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
    money: heard.isSettled ? undefined : { kind: 'refunded', ...settledBy(fact, refund) },
    claimsAgain: !heard.isSettled && refund.status === 'failed',
  }
}

/** What is less than was promised stays promised; what is more, nobody was promised. */
function settledBy(
  { amount: moved }: { amount?: number | undefined },
  { amount: { amount: promised } }: Sent,
): Settled {
  const amount = Math.min(moved ?? promised, promised)
  return { amount, unexplained: (moved ?? promised) - amount }
}
