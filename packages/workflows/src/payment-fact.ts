import { recordAuthorized, recordDeclined, recordVoided } from '@mainstay/db/payment/authorization'
import { recordCaptured } from '@mainstay/db/payment/capture'
import type { Recorded } from '@mainstay/db/payment/event'
import type { LockedPayment } from '@mainstay/db/payment/payment'
import type { Tx } from '@mainstay/db/postgres/client'
import { openWorkItem } from '@mainstay/db/work-item/work-item'
import type { SystemReason } from '@mainstay/domain/audit/system-reason'
import type { CaptureFact } from '@mainstay/domain/payment/capture'
import { contradictionItem } from '@mainstay/domain/payment/queue'
import type {
  AuthorizeAnswer,
  BalanceTransaction,
  PaymentAtProvider,
} from '@mainstay/integrations/payments/payment-gateway'
import type { Recorded as AsRecorded } from './engine/recorded-value.ts'

/**
 * What the provider says of a payment, as far as it decides anything: from an answer, a query or a webhook. It goes through
 * the journal, so times are texts; those of an earlier release have none.
 */
export type PaymentFact =
  | { status: 'authorized'; providerReference: string; authorized: number; occurredAt?: string | null }
  | { status: 'declined'; providerReference: string | null; declineCode: string; occurredAt?: string | null }
  | { status: 'canceled' | 'expired'; occurredAt?: string | null }
  | {
      status: 'captured'
      providerReference: string
      authorized: number
      authorizedAt?: string | null
      captured: number
      chargeReference: string | null
      balanceTransaction: AsRecorded<BalanceTransaction> | null
    }

/** The buyer's bank wants to see the buyer. */
export type RequiresAction = { status: 'requires_action'; providerReference: string }

/** Undefined while the provider itself does not know. */
export function paymentFactFrom(found: PaymentAtProvider | undefined): PaymentFact | undefined {
  if (found === undefined) return undefined
  const { status, declineCode, providerReference, authorized } = found
  const occurredAt = found.askedAt.toISOString()
  switch (status) {
    case 'processing':
    case 'requires_action':
      return undefined
    case 'canceled':
    case 'expired':
      return { status, occurredAt: found.canceledAt?.toISOString() ?? null }
    case 'declined':
      return { status, providerReference, declineCode: declineCode ?? status, occurredAt }
    case 'authorized':
      return { status, providerReference, authorized, occurredAt }
    case 'captured': {
      const { captured, chargeReference } = found
      const balanceTransaction = found.balanceTransaction && movementTold(found.balanceTransaction)
      const told = { providerReference, authorized, authorizedAt: occurredAt, captured, chargeReference }
      return { status, ...told, balanceTransaction }
    }
  }
}

export function movementTold(movement: BalanceTransaction): AsRecorded<BalanceTransaction> {
  return { ...movement, occurredAt: movement.occurredAt.toISOString() }
}

/** As it was before it went through the journal; undefined where it was not told. */
export function dateTold(told: Date | string | null | undefined): Date | undefined {
  return told ? new Date(told) : undefined
}

export function authorizationFactFrom(answer: AuthorizeAnswer): PaymentFact | RequiresAction {
  const { outcome: status } = answer
  if (status === 'requires_action') return { status, providerReference: answer.providerReference }
  const occurredAt = answer.occurredAt?.toISOString() ?? null
  if (status === 'authorized') {
    return { status, providerReference: answer.providerReference, authorized: answer.authorized, occurredAt }
  }
  return { status, providerReference: answer.providerReference, declineCode: answer.declineCode, occurredAt }
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
  if (fact.status === 'captured') return recordCaptured(tx, payment, captureFactFrom(fact))
  const occurredAt = dateTold(fact.occurredAt)
  switch (fact.status) {
    case 'declined':
      return recordDeclined(tx, payment, { ...fact, occurredAt })
    case 'canceled': {
      const note: SystemReason = 'canceled_at_provider'
      return recordVoided(tx, payment, { kind: 'voided', note, occurredAt })
    }
    case 'expired': {
      const note: SystemReason = 'authorization_expired'
      return recordVoided(tx, payment, { kind: 'expired', note, occurredAt })
    }
    case 'authorized':
      return recordAuthorized(tx, payment, { ...fact, occurredAt })
  }
}

/** The money was taken when our balance changed. */
function captureFactFrom({
  captured: amount,
  authorizedAt,
  balanceTransaction: told,
  ...fact
}: Extract<PaymentFact, { status: 'captured' }>): CaptureFact {
  const occurredAt = dateTold(told?.occurredAt)
  const { authorized, providerReference, chargeReference } = fact
  const balanceTransaction = told && { ...told, occurredAt }
  return {
    amount,
    authorized,
    authorizedAt: dateTold(authorizedAt),
    providerReference,
    chargeReference,
    occurredAt,
    balanceTransaction,
  }
}
