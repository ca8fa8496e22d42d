import { accept, type Decision } from '@mainstay/domain/command/decision'
import { isAccountKind } from '@mainstay/domain/ledger/account'
import { sumOf } from '@mainstay/domain/money/sum'
import type { LinePart, ReturnEffect } from '@mainstay/domain/order/line-effect'
import { returnLines } from '@mainstay/domain/order/line-effect'
import { refundCommittedEntry } from '@mainstay/domain/refund/entry'
import { refundImpact, taxOfSeller } from '@mainstay/domain/refund/impact'
import type { RefundImpact, RequestRefund, RequestRefundRefusal } from '@mainstay/domain/refund/refund'
import { requestRefund, returnTermsOf } from '@mainstay/domain/refund/request'
import { getEarningStatus } from '../earning/earning.ts'
import { balanceOf, entriesOf, type SourcedEntry } from '../ledger/reading.ts'
import type { ReadTx } from '../postgres/client.ts'
import { getOrderToRefund, type OrderToRefund } from './request.ts'
import type { StoredRefund } from './row.ts'

type Terms = Pick<RequestRefund, 'bearer' | 'sellerSharePpm' | 'commissionPolicy'>
type Asked = Terms & Pick<RequestRefund, 'lines'>
type Side = Parameters<typeof refundImpact>[0]['booked'][number]

/** What a refund of this order would change for everybody, against the books of today. */
export async function getRefundImpact(
  tx: ReadTx,
  order: OrderToRefund,
  asked: Asked,
): Promise<Decision<RefundImpact, RequestRefundRefusal>> {
  const requested = requestRefund(order, order.lines, asked)
  if (!requested.ok) return requested
  const { parts } = requested.value
  const { effects } = returnLines(parts, returnTermsOf(asked))
  const [entries, released, sellerAvailable] = await Promise.all([
    entriesOf(tx, { orderId: order.id }),
    sidesToRelease(tx, order, effects),
    availableTo(tx, order),
  ])
  const sellersTax = taxIn(order, parts, effects)
  const { currency } = order
  return accept(refundImpact({ currency, booked: sidesOf(entries), released, sellersTax, sellerAvailable }))
}

/** What a refund would change while nobody has decided it, and what it has changed from then on: denied, nothing. */
export async function getStoredRefundImpact(
  tx: ReadTx,
  refund: StoredRefund,
): Promise<Decision<RefundImpact, RequestRefundRefusal>> {
  const order = await getOrderToRefund(tx, refund.order.id)
  if (refund.status === 'requested') {
    return getRefundImpact(tx, order, { ...refund, sellerSharePpm: refund.stored.sellerSharePpm })
  }
  const entries = await entriesOf(tx, { orderId: order.id })
  const isOfRefund = (entry: SourcedEntry) => entry.source.type === 'refund' && entry.source.id === refund.id
  const released = sidesOf(entries.filter(isOfRefund))
  const booked = sidesOf(entries.filter((entry) => !isOfRefund(entry)))
  const taken = sumOf(released, ({ account, amount }) => (account === 'seller_available' ? amount : 0))
  const sellerAvailable = (await availableTo(tx, order)) + taken
  const { currency } = refund.amount
  return accept(refundImpact({ currency, booked, released, sellersTax: 0, sellerAvailable }))
}

/** What the release would take from the seller, as a change of what they earn; null when it cannot be released now. */
export function sellerChangeOf(order: OrderToRefund, refund: StoredRefund): number | null {
  const requested = requestRefund(order, order.lines, refund)
  if (!requested.ok) return null
  const { effects } = returnLines(requested.value.parts, returnTermsOf({ ...refund, ...refund.stored }))
  return effects.reduce((sum, effect) => sum - effect.seller, 0)
}

async function sidesToRelease(tx: ReadTx, order: OrderToRefund, effects: readonly ReturnEffect[]): Promise<Side[]> {
  const entry = refundCommittedEntry({
    refundId: 'preview',
    orderId: order.id,
    accounts: { sellerId: order.sellerId },
    earningStatus: await getEarningStatus(tx, order.id),
    effects,
    currency: order.currency,
    occurredAt: new Date(0),
  })
  return (entry?.postings ?? []).map(({ account, amount }) => ({ account: account.kind, amount }))
}

function sidesOf(entries: readonly SourcedEntry[]): Side[] {
  return entries.flatMap(({ postings }) =>
    postings.flatMap(({ account, amount }) => (isAccountKind(account) ? [{ account, amount }] : [])),
  )
}

async function availableTo(tx: ReadTx, { sellerId, currency }: OrderToRefund): Promise<number> {
  return 0 - (await balanceOf(tx, { kind: 'seller_available', owner: sellerId }, currency))
}

function taxIn(order: OrderToRefund, parts: readonly LinePart[], effects: readonly ReturnEffect[]): number {
  return parts.reduce((sum, { line: { lineId } }) => {
    const line = order.lines.find((each) => each.lineId === lineId)
    const bySeller = effects.find((effect) => effect.lineId === lineId && effect.bearer === 'seller')
    return line === undefined || bySeller === undefined ? sum : sum + taxOfSeller(line, bySeller.amount)
  }, 0)
}
