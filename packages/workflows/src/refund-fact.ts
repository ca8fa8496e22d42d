import type { Tx } from '@mainstay/db/postgres/client'
import type { LockedRefund } from '@mainstay/db/refund/refund'
import { type RecordedRefund, recordRefundFact, reportRefundContradiction } from '@mainstay/db/refund/send'
import type { RefundFact } from '@mainstay/domain/refund/fact'
import type { RefundAnswer } from '@mainstay/integrations/payments/payment-gateway'

export type { RefundFact }

/** What the provider says of a refund: from an answer, a query or a webhook. */
export function refundFactFrom(answer: RefundAnswer): RefundFact {
  const { providerRefundReference: reference } = answer
  if (answer.outcome === 'failed') return { status: 'failed', reference, reason: answer.reason }
  return { status: answer.outcome, reference: answer.providerRefundReference }
}

/** Applies a fact, whoever learned it; what contradicts our books is put before a person. */
export async function recordRefund(tx: Tx, refund: LockedRefund, fact: RefundFact): Promise<RecordedRefund> {
  const recorded = await recordRefundFact(tx, refund, fact)
  if (recorded.outcome === 'contradicted') await reportRefundContradiction(tx, refund, fact)
  return recorded
}
