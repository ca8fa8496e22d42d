import { allocate } from '@mainstay/domain/money/allocate'
import { type CaptureEffect, captureLines, type LinePart, restToCapture } from '@mainstay/domain/order/line-effect'
import { captureEntry, type OrderAccounts } from '@mainstay/domain/payment/capture'
import { providerFeeEntry } from '@mainstay/domain/payment/provider-fee'
import { capturable } from '@mainstay/domain/payment/status'
import { v7 } from 'uuid'
import { getEarningStatus, openEarnings } from '../earning/earning.ts'
import { postEntries } from '../ledger/ledger.ts'
import { type LockedLine, lockOrderLines } from '../order/line.ts'
import { insertLineEffects, saveLineProgress } from '../order/line-effect.ts'
import { type LockedOrder, lockOrders } from '../order/order.ts'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { known, statement } from '../postgres/statement.ts'
import { claimedAt, type Recorded, savePaymentEvent } from './event.ts'
import { type LockedPayment, saveOrdersOfPayment } from './payment.ts'
import { reportOtherCurrency } from './queue.ts'

export type Capture = { id: string; amount: number; status: 'claimed' | 'succeeded' | 'failed' | 'unknown' }

/** What the provider says about a capture. The balance transaction may come later. */
export type CaptureFact = {
  amount: number
  chargeReference: string | null
  balanceTransaction?: BalanceTransactionFact | null | undefined
}
/** `currency` is what the provider keeps our balance in; the payment's where it is not told. */
export type BalanceTransactionFact = { reference: string; fee: number; currency?: string }

/** The one capture of a payment that did not fail, if it was asked for. The payment is locked. */
async function findCapture(tx: Tx, paymentId: string): Promise<Capture | undefined> {
  const [row] = await selectCapture(tx, [tx.tenantId, paymentId])
  return row
}

const selectCapture = statement(
  { id: 'uuid', amount: 'bigint', status: known<Capture['status']>('text') },
  `select id, amount, status from capture where tenant_id = $1 and payment_id = $2 and status <> 'failed'`,
)

/**
 * Says that we are about to take the buyer's money for everything that is not cancelled. A claim that was made before is
 * answered again; without one, and without anything to take, `capture` is undefined.
 */
export async function claimCapture(tx: Tx, payment: LockedPayment): Promise<Recorded & { capture?: Capture }> {
  const existing = await findCapture(tx, payment.id)
  if (existing !== undefined) return { outcome: 'already_applied', payment, capture: existing }

  const { lines } = await lockLive(tx, payment)
  const amount = capturable({
    ...payment,
    expired: payment.status === 'expired',
    liveLines: lines.map((line) => ({ ...line, capturePending: 0 })),
  })
  if (amount <= 0) return { outcome: 'already_applied', payment }
  const capture: Capture = { id: v7(), amount, status: 'claimed' }
  const recorded = await savePaymentEvent(tx, payment, {
    event: { kind: 'capture_claimed', amount },
    effectKey: claimKey(capture.id),
  })
  if (recorded.outcome !== 'recorded') return recorded
  await tx
    .insertInto('capture')
    .values({ tenant_id: tx.tenantId, id: capture.id, payment_id: payment.id, amount, status: capture.status })
    .execute()
  return { ...recorded, capture }
}

/** When the capture was claimed, however often the claim is answered again. */
export function captureClaimedAt(tx: ReadTx, captureId: string): Promise<Date> {
  return claimedAt(tx, claimKey(captureId))
}

function claimKey(captureId: string): string {
  return `capture:${captureId}:claim`
}

/**
 * The buyer's money is with the provider: books each order's part and the provider's fee, and opens the sellers' claims.
 * Whoever reports it, and however often, it is booked once. A capture nobody asked for is claimed first.
 */
export async function recordCaptured(tx: Tx, payment: LockedPayment, fact: CaptureFact): Promise<Recorded> {
  const claimed = await claimCapture(tx, payment)
  const { capture } = claimed
  if (capture === undefined) return unclaimable(claimed)

  const recorded = await savePaymentEvent(tx, claimed.payment, {
    event: { kind: 'captured', amount: fact.amount, claimed: capture.amount },
    effectKey: `capture:${capture.id}`,
    externalRef: fact.chargeReference,
  })
  if (recorded.outcome === 'recorded') await bookCapture(tx, recorded.payment, { captureId: capture.id, fact })
  if (recorded.outcome !== 'contradicted' && fact.balanceTransaction) {
    await recordFee(tx, recorded.payment, { captureId: capture.id, ...fact.balanceTransaction })
  }
  return recorded
}

/** The provider will not take the money: the authorisation stands, as far as we know. */
export async function recordCaptureFailed(
  tx: Tx,
  payment: LockedPayment,
  { captureId, reason }: { captureId: string; reason: string },
): Promise<Recorded> {
  const capture = await findCapture(tx, payment.id)
  if (capture === undefined) return { outcome: 'already_applied', payment }
  const recorded = await savePaymentEvent(tx, payment, {
    event: { kind: 'capture_failed', claimed: capture.amount },
    effectKey: `capture:${captureId}:failed`,
    note: reason,
  })
  if (recorded.outcome !== 'recorded') return recorded
  await saveCapture(tx, captureId, { status: 'failed' })
  await saveOrdersOfPayment(tx, recorded.payment, await lockOrders(tx, payment.purchaseId))
  return recorded
}

/** Whose accounts an order moves: its seller's, and those of the connection its buyer paid through. */
export function accountsOf(
  payment: Pick<LockedPayment, 'connection'>,
  order: Pick<LockedOrder, 'sellerId'>,
): OrderAccounts {
  return { sellerId: order.sellerId, connectionId: payment.connection }
}

async function bookCapture(
  tx: Tx,
  payment: LockedPayment,
  { captureId, fact }: { captureId: string; fact: CaptureFact },
): Promise<void> {
  const { orders, live, lines } = await lockLive(tx, payment)
  const { effects, lines: moved } = captureLines(partsOf(fact.amount, lines))
  const orderOf = new Map(lines.map((line) => [line.lineId, line.orderId]))
  const effectsOf = (order: LockedOrder) => effects.filter((effect) => orderOf.get(effect.lineId) === order.id)
  const amountOf = (order: LockedOrder) => effectsOf(order).reduce((sum, effect) => sum + effect.amount, 0)

  await Promise.all([
    saveLineProgress(tx, moved),
    insertLineEffects(
      tx,
      live.flatMap((order) =>
        effectsOf(order).map((effect) => ({
          orderId: order.id,
          movement: 'capture',
          source: { type: 'capture', id: captureId },
          part: 1,
          effect,
        })),
      ),
    ),
    openEarnings(tx, live),
  ])
  await saveOrdersOfPayment(
    tx,
    payment,
    orders.map((order) => ({ ...order, captured: order.captured + amountOf(order) })),
  )
  await saveCapture(tx, captureId, { status: 'succeeded', chargeReference: fact.chargeReference })

  const earning = live.filter((order) => effectsOf(order).some(movesMoney))
  const entries = await Promise.all(
    earning.map(async (order) =>
      captureEntry({
        captureId,
        orderId: order.id,
        accounts: accountsOf(payment, order),
        earningStatus: await getEarningStatus(tx, order.id),
        effects: effectsOf(order),
        currency: payment.currency,
        occurredAt: tx.act.at,
      }),
    ),
  )
  postEntries(tx, entries, {
    purchaseId: payment.purchaseId,
    externalRef: fact.chargeReference ?? undefined,
  })
}

/** What the provider kept for itself, from its balance transaction. Booked once, also when it is learned after the capture. */
async function recordFee(
  tx: Tx,
  payment: LockedPayment,
  { captureId, reference, fee, currency = payment.currency }: BalanceTransactionFact & { captureId: string },
): Promise<void> {
  // A fee in another currency is none of this payment's books.
  if (currency !== payment.currency) return reportOtherCurrency(tx, payment, currency)
  await saveCapture(tx, captureId, { status: 'succeeded', balanceReference: reference, fee })
  if (fee === 0) return
  const entry = providerFeeEntry({
    balanceTransactionId: reference,
    amount: fee,
    connectionId: payment.connection,
    currency: payment.currency,
    occurredAt: tx.act.at,
  })
  postEntries(tx, [entry], {
    purchaseId: payment.purchaseId,
    externalRef: reference,
  })
}

async function saveCapture(
  tx: Tx,
  captureId: string,
  saved: { status: Capture['status']; chargeReference?: string | null; balanceReference?: string; fee?: number },
): Promise<void> {
  await updateCapture(tx, [
    tx.tenantId,
    captureId,
    saved.status,
    saved.chargeReference ?? null,
    saved.balanceReference ?? null,
    saved.fee ?? null,
  ])
}

const updateCapture = statement(
  { id: 'uuid' },
  `update capture set status = $3, charge_reference = coalesce($4, charge_reference),
     balance_reference = coalesce($5, balance_reference), fee = coalesce($6, fee), updated_at = now()
   where tenant_id = $1 and id = $2 returning id`,
)

async function lockLive(
  tx: Tx,
  payment: LockedPayment,
): Promise<{ orders: LockedOrder[]; live: LockedOrder[]; lines: LockedLine[] }> {
  const orders = await lockOrders(tx, payment.purchaseId)
  const live = orders.filter((order) => order.status !== 'cancelled')
  const lines = await lockOrderLines(
    tx,
    live.map((order) => order.id),
  )
  return { orders, live, lines }
}

/** The whole rest of the lines; an amount below it is spread over them. */
function partsOf(amount: number, lines: readonly LockedLine[]): LinePart[] {
  const rest = restToCapture(lines)
  if (amount === rest.reduce((sum, part) => sum + part.amount, 0)) return rest
  const amounts = allocate(
    amount,
    rest.map((part) => part.amount),
  )
  return rest.map((part, position) => ({ line: part.line, amount: amounts[position] ?? 0, units: 0 }))
}

function movesMoney(effect: CaptureEffect): boolean {
  return [effect.amount, effect.seller, ...Object.values(effect.components)].some((amount) => amount !== 0)
}

/** Money was taken that no order of ours wants: nothing is left to capture, or the payment is over. */
function unclaimable(claimed: Recorded): Recorded {
  if (claimed.outcome === 'contradicted') return claimed
  const { payment } = claimed
  return {
    outcome: 'contradicted',
    payment,
    refusal: { code: 'payment.contradicted', status: payment.status, event: 'captured' },
  }
}
