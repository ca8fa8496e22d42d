import type { Tx } from '@mainstay/db/postgres/client'
import type { LockedRefund } from '@mainstay/db/refund/refund'
import { type RecordedRefund, recordRefundFact, reportRefundContradiction } from '@mainstay/db/refund/send'
import type { RefundFact } from '@mainstay/domain/refund/fact'
import type { RefundAnswer } from '@mainstay/integrations/payments/payment-gateway'
import type { Recorded as AsRecorded } from './engine/recorded-value.ts'
import { dateTold } from './payment-fact.ts'

/** As the journal keeps it, which has no dates; one of an earlier release has neither amount nor time. */
export type RefundTold = AsRecorded<RefundFact>

/** What the provider says of a refund: from an answer, a query or a webhook. */
export function refundFactFrom(answer: RefundAnswer | AsRecorded<RefundAnswer>): RefundFact {
  const { providerRefundReference: reference, balanceTransaction: told } = answer
  const happened = {
    occurredAt: dateTold(answer.occurredAt),
    balanceTransaction: told && { ...told, occurredAt: dateTold(told.occurredAt) },
  }
  if (answer.outcome === 'failed') return { status: 'failed', reference, reason: answer.reason, ...happened }
  const { outcome: status, providerRefundReference, amount } = answer
  return { status, reference: providerRefundReference, amount, ...happened }
}

export function refundFactTold(told: RefundTold): RefundFact {
  const { balanceTransaction } = told
  return {
    ...told,
    occurredAt: dateTold(told.occurredAt),
    balanceTransaction: balanceTransaction && {
      ...balanceTransaction,
      occurredAt: dateTold(balanceTransaction.occurredAt),
    },
  }
}

/** Applies a fact, whoever learned it; what contradicts our books is put before a person. */
export async function recordRefund(tx: Tx, refund: LockedRefund, fact: RefundFact): Promise<RecordedRefund> {
  const recorded = await recordRefundFact(tx, refund, fact)
  if (recorded.outcome === 'contradicted') await reportRefundContradiction(tx, refund, fact)
  return recorded
}
