import {
  type BalanceTransactionFact,
  type Capture,
  type CaptureFact,
  type CaptureTaken,
  captureClaimKey,
  capturedKey,
  claimCapture as decideClaim,
  type FeeLearned,
  learnFee,
  takePayment,
} from '@mainstay/domain/payment/capture'
import { captureRefused } from '@mainstay/domain/payment/outcome'
import { v7 } from 'uuid'
import { listEarningStatuses, openEarnings } from '../earning/earning.ts'
import { postEntries } from '../ledger/ledger.ts'
import { type LockedLine, lockOrderLines } from '../order/line.ts'
import { insertLineEffects, saveLineProgress } from '../order/line-effect.ts'
import { type LockedOrder, lockOrders } from '../order/order.ts'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { known, statement } from '../postgres/statement.ts'
import { saveQueueChanges } from '../work-item/work-item.ts'
import { claimedAt, isEventKnown, type Recorded, savePaymentChange } from './event.ts'
import { recordOutcome } from './outcome.ts'
import { type LockedPayment, saveOrdersOfPayment } from './payment.ts'

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
 * Says that we are about to take the buyer's money for everything that is not canceled. A claim that was made before is
 * answered again; without one, and without anything to take, `capture` is undefined.
 */
export async function claimCapture(tx: Tx, payment: LockedPayment): Promise<Recorded & { capture?: Capture }> {
  const existing = await findCapture(tx, payment.id)
  if (existing !== undefined) return { outcome: 'already_applied', payment, capture: existing }
  const { lines } = await lockLive(tx, payment)
  const decision = decideClaim({ payment, lines }, v7(), tx.act)
  if (!decision.ok) return { outcome: 'contradicted', payment, refusal: decision.refusal }
  if (decision.value === undefined) return { outcome: 'already_applied', payment }
  const { capture, change } = decision.value
  const claimed = await savePaymentChange(tx, payment, change)
  await insertCapture(tx, payment.id, capture)
  return { outcome: 'recorded', payment: claimed, capture }
}

/** When the capture was claimed, however often the claim is answered again. */
export function captureClaimedAt(tx: ReadTx, captureId: string): Promise<Date> {
  return claimedAt(tx, captureClaimKey(captureId))
}

/** Stores that the buyer's money is with the provider. Whoever tells it, and however often, it is booked once. */
export async function recordCaptured(tx: Tx, payment: LockedPayment, fact: CaptureFact): Promise<Recorded> {
  const capture = await findCapture(tx, payment.id)
  if (capture !== undefined && (await isEventKnown(tx, capturedKey(capture.id)))) {
    if (fact.balanceTransaction) await recordFee(tx, payment, { capture, fact: fact.balanceTransaction })
    return { outcome: 'already_applied', payment }
  }
  const { orders, lines } = await lockLive(tx, payment)
  const earnings = await listEarningStatuses(
    tx,
    orders.map((order) => order.id),
  )
  const books = { payment, orders, lines, capture, nextCaptureId: v7(), earnings }
  const decision = takePayment(books, fact, tx.act)
  if (!decision.ok) return { outcome: 'contradicted', payment, refusal: decision.refusal }
  const { chargeReference } = fact
  return { outcome: 'recorded', payment: await saveCaptured(tx, payment, { ...decision.value, chargeReference }) }
}

/** The provider will not take the money: the authorization stands, as far as we know. */
export async function recordCaptureFailed(
  tx: Tx,
  payment: LockedPayment,
  failed: { captureId: string; reason: string },
): Promise<Recorded> {
  return recordOutcome(tx, payment, captureRefused(await findCapture(tx, payment.id), failed))
}

async function saveCaptured(
  tx: Tx,
  before: LockedPayment,
  taken: CaptureTaken<LockedPayment, LockedOrder> & { chargeReference: string | null },
): Promise<LockedPayment> {
  const { claim, capture, change, orders, lines, effects, earning, entries, fee, chargeReference } = taken
  const claimed = claim === undefined ? before : await savePaymentChange(tx, before, claim.change)
  if (claim !== undefined) await insertCapture(tx, before.id, claim.capture)
  const payment = await savePaymentChange(tx, claimed, change)
  await Promise.all([
    saveLineProgress(tx, lines),
    insertLineEffects(
      tx,
      effects.map(({ orderId, effect }) => ({
        orderId,
        movement: 'capture',
        source: { type: 'capture', id: capture.id },
        part: 1,
        effect,
      })),
    ),
    openEarnings(tx, earning),
  ])
  await saveOrdersOfPayment(tx, payment, orders)
  await saveCapture(tx, capture, { chargeReference, fee })
  postEntries(tx, entries, { purchaseId: payment.purchaseId, balanceTransaction: balanceTransactionOf(payment, fee) })
  if (fee !== undefined) await saveFee(tx, payment, fee)
  return payment
}

/** A fee that the provider tells after the money. */
async function recordFee(
  tx: Tx,
  payment: LockedPayment,
  { capture, fact }: { capture: Capture; fact: BalanceTransactionFact },
): Promise<void> {
  const fee = learnFee(payment, fact, tx.act)
  if (fee.kept !== undefined) await saveCapture(tx, capture, { chargeReference: null, fee })
  await saveFee(tx, payment, fee)
}

async function saveFee(tx: Tx, payment: LockedPayment, fee: FeeLearned): Promise<void> {
  const { purchaseId } = payment
  postEntries(tx, fee.entries, { purchaseId, balanceTransaction: balanceTransactionOf(payment, fee) })
  await saveQueueChanges(tx, fee.queue)
}

function balanceTransactionOf({ connection }: LockedPayment, fee: FeeLearned | undefined) {
  return fee?.kept && { connection, reference: fee.kept.balanceReference }
}

async function insertCapture(tx: Tx, paymentId: string, { id, amount, status }: Capture): Promise<void> {
  await tx.insertInto('capture').values({ tenant_id: tx.tenantId, id, payment_id: paymentId, amount, status }).execute()
}

async function saveCapture(
  tx: Tx,
  { id, status }: Capture,
  { chargeReference, fee }: { chargeReference: string | null; fee: FeeLearned | undefined },
): Promise<void> {
  const { balanceReference = null, fee: amount = null } = fee?.kept ?? {}
  await updateCapture(tx, [tx.tenantId, id, status, chargeReference, balanceReference, amount])
}

const updateCapture = statement(
  { id: 'uuid' },
  `update capture set status = $3, charge_reference = coalesce($4, charge_reference),
     balance_reference = coalesce($5, balance_reference), fee = coalesce($6, fee), updated_at = now()
   where tenant_id = $1 and id = $2 returning id`,
)

/** The orders of a payment under lock, and the lines of those that are not canceled. */
async function lockLive(tx: Tx, payment: LockedPayment): Promise<{ orders: LockedOrder[]; lines: LockedLine[] }> {
  const orders = await lockOrders(tx, payment.purchaseId)
  const live = orders.filter((order) => order.status !== 'canceled')
  const lines = await lockOrderLines(
    tx,
    live.map((order) => order.id),
  )
  return { orders, lines }
}
