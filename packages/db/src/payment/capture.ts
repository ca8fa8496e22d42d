import type { BalanceLearned } from '@mainstay/domain/payment/balance'
import {
  balanceOfCapture,
  type Capture,
  type CaptureFact,
  type CaptureTaken,
  captureClaimKey,
  capturedKey,
  claimCapture as decideClaim,
  takePayment,
} from '@mainstay/domain/payment/capture'
import { liveLines } from '@mainstay/domain/payment/capture-parts'
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
import { balanceTransactionOf, saveBalance } from './balance.ts'
import { claimedAt, isEventKnown, type Recorded, savePaymentChange } from './event.ts'
import { recordOutcome } from './outcome.ts'
import { type LockedPayment, saveOrdersOfPayment } from './payment.ts'

/** The one capture of a payment that did not fail, if it was asked for. The payment is locked. */
async function findCapture(tx: Tx, paymentId: string): Promise<Capture | undefined> {
  const [row] = await selectCapture(tx, [tx.tenantId, paymentId])
  return row && { id: row.id, amount: row.amount, status: row.status, balanceReference: row.balance_reference }
}

const selectCapture = statement(
  { id: 'uuid', amount: 'bigint', status: known<Capture['status']>('text'), balance_reference: 'text?' },
  `select id, amount, status, balance_reference from capture where tenant_id = $1 and payment_id = $2 and status <> 'failed'`,
)

/**
 * Says that we are about to take the buyer's money for everything that is not canceled. A claim that was made before is
 * answered again; without one, and without anything to take, `capture` is undefined.
 */
export async function claimCapture(tx: Tx, payment: LockedPayment): Promise<Recorded & { capture?: Capture }> {
  const existing = await findCapture(tx, payment.id)
  if (existing !== undefined) return { outcome: 'already_applied', payment, capture: existing }
  const { orders, lines } = await lockBooks(tx, payment)
  const decision = decideClaim({ payment, lines: liveLines(orders, lines) }, v7(), tx.act)
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

/** Stores that the buyer's money is with the provider, and what that implies. Whoever tells it, it is booked once. */
export async function recordCaptured(tx: Tx, payment: LockedPayment, fact: CaptureFact): Promise<Recorded> {
  const capture = await findCapture(tx, payment.id)
  if (capture !== undefined && (await isEventKnown(tx, capturedKey(capture.id)))) {
    await recordBalance(tx, payment, { capture, fact })
    return { outcome: 'already_applied', payment }
  }
  const { orders, lines } = await lockBooks(tx, payment)
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
  const { changes, capture, isUnasked, orders, lines, effects, earning, entries, balance, queue, chargeReference } =
    taken
  let payment = before
  for (const change of changes) payment = await savePaymentChange(tx, payment, change)
  if (isUnasked) await insertCapture(tx, payment.id, capture)
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
  await saveCapture(tx, capture, { chargeReference, balance })
  const balanceTransaction = balance && balanceTransactionOf(payment, balance)
  postEntries(tx, entries, {
    purchaseId: payment.purchaseId,
    externalRef: chargeReference ?? undefined,
    balanceTransaction,
  })
  if (balance !== undefined) await saveBalance(tx, payment, balance)
  await saveQueueChanges(tx, queue)
  return payment
}

/** What the provider tells after the money: its fee, and what became of our balance. */
async function recordBalance(
  tx: Tx,
  payment: LockedPayment,
  { capture, fact }: { capture: Capture; fact: CaptureFact },
): Promise<void> {
  const balance = capture.balanceReference === null ? balanceOfCapture(payment, fact, tx.act) : undefined
  if (balance === undefined) return
  await saveCapture(tx, capture, { chargeReference: null, balance })
  await saveBalance(tx, payment, balance)
}

async function insertCapture(tx: Tx, paymentId: string, { id, amount, status }: Capture): Promise<void> {
  await tx.insertInto('capture').values({ tenant_id: tx.tenantId, id, payment_id: paymentId, amount, status }).execute()
}

async function saveCapture(
  tx: Tx,
  { id, status }: Capture,
  { chargeReference, balance }: { chargeReference: string | null; balance: BalanceLearned | undefined },
): Promise<void> {
  const { balanceReference = null, fee = null } = balance?.kept ?? {}
  await updateCapture(tx, [tx.tenantId, id, status, chargeReference, balanceReference, fee])
}

const updateCapture = statement(
  { id: 'uuid' },
  `update capture set status = $3, charge_reference = coalesce($4, charge_reference),
     balance_reference = coalesce($5, balance_reference), fee = coalesce($6, fee), updated_at = now()
   where tenant_id = $1 and id = $2 returning id`,
)

/** The orders of a payment and their lines, under lock. */
async function lockBooks(tx: Tx, payment: LockedPayment): Promise<{ orders: LockedOrder[]; lines: LockedLine[] }> {
  const orders = await lockOrders(tx, payment.purchaseId)
  const lines = await lockOrderLines(
    tx,
    orders.map((order) => order.id),
  )
  return { orders, lines }
}
