import { recordAuthorised, recordDeclined, recordVoided } from '@mainstay/db/authorisation'
import { recordCaptured } from '@mainstay/db/capture'
import type { Tx } from '@mainstay/db/client'
import { type LockedPayment, type Recorded, type Report, reportContradiction } from '@mainstay/db/payment'
import type { PaymentAtProvider } from '@mainstay/integrations/payments/payment-gateway'

/** What decides a payment; a payment that the provider is still working on decides nothing. */
export type DecidedPayment = Pick<
  PaymentAtProvider,
  'providerReference' | 'authorised' | 'captured' | 'chargeReference' | 'balanceTransaction' | 'declineCode'
> & { status: 'authorised' | 'captured' | 'declined' | 'cancelled' }

export function decided(found: PaymentAtProvider | undefined): DecidedPayment | undefined {
  if (found === undefined) return undefined
  const { status } = found
  if (status === 'processing' || status === 'requires_action') return undefined
  const { providerReference, authorised, captured, chargeReference, balanceTransaction, declineCode } = found
  return { status, providerReference, authorised, captured, chargeReference, balanceTransaction, declineCode }
}

/**
 * Applies what the provider says of a payment now, whoever asked: what it implies is recorded first, what is known
 * already changes nothing, and what contradicts our books is put before a person.
 */
export async function recordPaymentAtProvider(
  tx: Tx,
  payment: LockedPayment,
  found: DecidedPayment,
  report: Report,
): Promise<Recorded> {
  const recorded = await record(tx, payment, found, report)
  if (recorded.outcome === 'contradicted') {
    await reportContradiction(tx, recorded.payment, recorded.refusal, report)
  }
  return recorded
}

async function record(tx: Tx, payment: LockedPayment, found: DecidedPayment, report: Report): Promise<Recorded> {
  switch (found.status) {
    case 'declined':
      return recordDeclined(tx, payment, { ...found, declineCode: found.declineCode ?? 'declined' }, report)
    case 'cancelled':
      return recordVoided(tx, payment, 'cancelled at the provider', report)
    case 'authorised':
      return recordAuthorised(tx, payment, { ...found, amount: found.authorised }, report)
    case 'captured':
      return recordCapturedAtProvider(tx, payment, found, report)
  }
}

/** Captured before we knew it authorised: the authorisation is implied. */
async function recordCapturedAtProvider(
  tx: Tx,
  payment: LockedPayment,
  found: DecidedPayment,
  report: Report,
): Promise<Recorded> {
  const authorised = await recordAuthorised(tx, payment, { ...found, amount: found.authorised }, report)
  if (authorised.outcome === 'contradicted') return authorised
  return recordCaptured(tx, authorised.payment, { ...found, amount: found.captured }, report)
}
