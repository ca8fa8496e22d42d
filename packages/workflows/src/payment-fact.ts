import { recordAuthorized, recordDeclined, recordVoided } from '@mainstay/db/payment/authorization'
import { recordCaptured } from '@mainstay/db/payment/capture'
import type { Recorded } from '@mainstay/db/payment/event'
import type { LockedPayment } from '@mainstay/db/payment/payment'
import type { Tx } from '@mainstay/db/postgres/client'
import { openWorkItem } from '@mainstay/db/work-item/work-item'
import type { SystemReason } from '@mainstay/domain/audit/system-reason'
import { contradictionItem } from '@mainstay/domain/payment/queue'
import type {
  AuthorizeAnswer,
  BalanceTransaction,
  PaymentAtProvider,
} from '@mainstay/integrations/payments/payment-gateway'

/** What the provider says of a payment, as far as it decides anything: from an answer, a query or a webhook. */
export type PaymentFact =
  | { status: 'authorized'; providerReference: string; authorized: number }
  | { status: 'declined'; providerReference: string | null; declineCode: string }
  | { status: 'canceled' | 'expired' }
  | {
      status: 'captured'
      providerReference: string
      authorized: number
      captured: number
      chargeReference: string | null
      balanceTransaction: BalanceTransaction | null
    }

/** The buyer's bank wants to see the buyer. */
export type RequiresAction = { status: 'requires_action'; providerReference: string }

/** Undefined while the provider itself does not know. */
export function paymentFactFrom(found: PaymentAtProvider | undefined): PaymentFact | undefined {
  if (found === undefined) return undefined
  const { status, declineCode, ...facts } = found
  switch (status) {
    case 'processing':
    case 'requires_action':
      return undefined
    case 'canceled':
    case 'expired':
      return { status }
    case 'declined':
      return { status, providerReference: facts.providerReference, declineCode: declineCode ?? status }
    case 'authorized':
      return { status, providerReference: facts.providerReference, authorized: facts.authorized }
    case 'captured': {
      const { providerReference, authorized, captured, chargeReference, balanceTransaction } = facts
      return { status, providerReference, authorized, captured, chargeReference, balanceTransaction }
    }
  }
}

export function authorizationFactFrom(answer: AuthorizeAnswer): PaymentFact | RequiresAction {
  switch (answer.outcome) {
    case 'authorized':
      return { status: 'authorized', providerReference: answer.providerReference, authorized: answer.authorized }
    case 'requires_action':
      return { status: 'requires_action', providerReference: answer.providerReference }
    case 'declined':
      return { status: 'declined', providerReference: answer.providerReference, declineCode: answer.declineCode }
  }
}

/**
 * Applies a fact, whoever learned it: what it implies is recorded first, what is known already changes nothing, and what
 * contradicts our books is put before a person.
 */
export async function recordPaymentFact(tx: Tx, payment: LockedPayment, fact: PaymentFact): Promise<Recorded> {
  const recorded = await record(tx, payment, fact)
  if (recorded.outcome === 'contradicted') {
    await openWorkItem(tx, contradictionItem(recorded.payment, recorded.refusal, tx.act))
  }
  return recorded
}

async function record(tx: Tx, payment: LockedPayment, fact: PaymentFact): Promise<Recorded> {
  switch (fact.status) {
    case 'declined':
      return recordDeclined(tx, payment, fact)
    case 'canceled':
      return recordVoided(tx, payment, { kind: 'voided', note: 'canceled_at_provider' satisfies SystemReason })
    case 'expired':
      return recordVoided(tx, payment, { kind: 'expired', note: 'authorization_expired' satisfies SystemReason })
    case 'authorized':
      return recordAuthorized(tx, payment, fact)
    case 'captured':
      return recordCaptured(tx, payment, { ...fact, amount: fact.captured })
  }
}
