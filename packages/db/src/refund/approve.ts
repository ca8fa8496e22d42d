import { accept, type Decision, refuse } from '@mainstay/domain/command/decision'
import { formatMoney } from '@mainstay/domain/money/money'
import { returnStatus } from '@mainstay/domain/order/fulfilment'
import { type LinePart, type ReturnEffect, returnLines } from '@mainstay/domain/order/line-effect'
import { refundCommittedEntry } from '@mainstay/domain/refund/entry'
import type { DecideRefundRefusal } from '@mainstay/domain/refund/refund'
import { returnTermsOf } from '@mainstay/domain/refund/request'
import { decideApproval } from '../approval/approval.ts'
import { getEarningStatus } from '../earning/earning.ts'
import { postEntries } from '../ledger/ledger.ts'
import { insertLineEffects, saveLineProgress } from '../order/line-effect.ts'
import { accountsOf } from '../payment/capture.ts'
import { saveOrdersOfPayment } from '../payment/payment.ts'
import type { Tx } from '../postgres/client.ts'
import { settleWorkItem } from '../work-item/work-item.ts'
import { type LockedRefund, refundCommandHash, saveRefund } from './refund.ts'

type Changed = Extract<DecideRefundRefusal, { code: 'refund.changed' }>

/**
 * Releases a locked refund: promises its amount to the buyer, takes it from whoever bears it, and marks its lines as
 * returned. Refused when what is stored is not what was asked for; the transaction is then to be rolled back.
 */
export async function saveRefundApproval(
  tx: Tx,
  refund: LockedRefund,
  parts: readonly LinePart[],
): Promise<Decision<LockedRefund, Changed>> {
  const approvalId = await decide(tx, refund, 'approved')
  if (approvalId === undefined) return refuse({ code: 'refund.changed', version: refund.version })
  await commitRefund(tx, refund, { parts, approvalId })
  const approved = await saveRefund(
    tx,
    { ...refund, status: 'requested' },
    { status: 'approved', isDecision: true },
    { action: 'refund.approve', event: 'refund.approved' },
  )
  await settleWaiting(tx, approved, 'released it')
  return accept(approved)
}

/** Promises the amount of a locked refund to the buyer, takes it from whoever bears it, and marks its lines as returned. */
export async function commitRefund(
  tx: Tx,
  refund: LockedRefund,
  { parts, ...commitment }: { parts: readonly LinePart[]; approvalId?: string },
): Promise<void> {
  const { effects, lines } = returnLines(parts, returnTermsOf({ ...refund, ...refund.stored }))
  await saveLineProgress(tx, lines)
  await saveEffects(tx, refund, effects)
  await saveReturned(tx, refund)
  await bookCommitment(tx, refund, { effects, ...commitment })
}

/** Turns a locked refund down: nothing was promised, so nothing is taken back. */
export async function saveRefundDenial(tx: Tx, refund: LockedRefund): Promise<Decision<LockedRefund, Changed>> {
  const approvalId = await decide(tx, refund, 'rejected')
  if (approvalId === undefined) return refuse({ code: 'refund.changed', version: refund.version })
  const denied = await saveRefund(
    tx,
    { ...refund, status: 'requested' },
    { status: 'denied', isDecision: true },
    { action: 'refund.deny', event: 'refund.denied' },
  )
  await settleWaiting(tx, denied, 'turned it down')
  return accept(denied)
}

function decide(tx: Tx, refund: LockedRefund, status: 'approved' | 'rejected'): Promise<string | undefined> {
  const commandHash = refundCommandHash(refund)
  const command = { action: 'refund.approve', id: refund.id, version: refund.version, commandHash }
  return decideApproval(tx, command, status)
}

async function saveEffects(tx: Tx, refund: LockedRefund, effects: readonly ReturnEffect[]): Promise<void> {
  await insertLineEffects(
    tx,
    effects.map((effect) => ({
      orderId: refund.order.id,
      movement: 'value_back',
      source: { type: 'refund', id: refund.id },
      // A shared bearer moves each line twice, the seller's part first.
      part: effect.bearer === 'seller' ? 1 : 2,
      effect,
    })),
  )
}

async function saveReturned(tx: Tx, { books, amount }: LockedRefund): Promise<void> {
  const returned = books.order.returned + amount.amount
  const order = { ...books.order, returned, returnStatus: returnStatus({ ...books.order, returned }) }
  const orders = books.orders.map((each) => (each.id === order.id ? order : each))
  await saveOrdersOfPayment(tx, books.payment, orders)
}

async function bookCommitment(
  tx: Tx,
  refund: LockedRefund,
  { effects, approvalId }: { effects: readonly ReturnEffect[]; approvalId?: string },
): Promise<void> {
  const { books } = refund
  const entry = refundCommittedEntry({
    refundId: refund.id,
    orderId: refund.order.id,
    accounts: { ...accountsOf(books.payment, books.order), buyerId: refund.stored.buyerId },
    earningStatus: await getEarningStatus(tx, refund.order.id),
    effects,
    currency: refund.amount.currency,
    occurredAt: tx.act.at,
  })
  postEntries(tx, [entry], { purchaseId: refund.purchase.id, approvalId })
}

async function settleWaiting(tx: Tx, refund: LockedRefund, what: string): Promise<void> {
  const resolution = `${tx.act.actor.name} ${what}: ${formatMoney(refund.amount)}`
  await settleWorkItem(tx, { kind: 'refund_waiting', subjectId: refund.id, resolution })
}
