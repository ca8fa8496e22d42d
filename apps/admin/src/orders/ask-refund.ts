import type { Decision } from '@mainstay/domain/command/decision'
import { wholeNumber } from '@mainstay/domain/command/written'
import { formatAmount } from '@mainstay/domain/money/format'
import { type Money, money, parseMoney, sum } from '@mainstay/domain/money/money'
import { freeProgress } from '@mainstay/domain/order/line'
import type { Purchase, PurchaseOrder } from '@mainstay/domain/purchase/purchase'
import { RequestRefund, type RequestRefundRefusal } from '@mainstay/domain/refund/refund'
import { type LineToRefund, requestRefund } from '@mainstay/domain/refund/request'
import { proposedAmount } from '@mainstay/domain/refund/units'

/** A line as it stands in the dialog: texts, because people write half an amount before they write a whole one. */
export type LineDraft = { chosen: boolean; amount: string; quantity: string }

export type RefundDraft = {
  orderId: string
  lines: Record<string, LineDraft>
  reason: RequestRefund['reason'] | ''
  note: string
  bearer: RequestRefund['bearer']
  sellerSharePercent: string
  commissionPolicy: RequestRefund['commissionPolicy']
}

export const untouchedLine: LineDraft = { chosen: false, amount: '', quantity: '' }

export function emptyDraft(orderId: string): RefundDraft {
  return {
    orderId,
    lines: {},
    reason: '',
    note: '',
    bearer: 'seller',
    sellerSharePercent: '50',
    commissionPolicy: 'return',
  }
}

/** Why nothing of this order can be asked back now, by the rule the api applies; undefined when something can. */
export function refusedToAsk(purchase: Purchase, order: PurchaseOrder): RequestRefundRefusal | undefined {
  const decision = ask(purchase, order, [])
  return decision.ok ? undefined : decision.refusal
}

export type ReadDraft = {
  /** What each field says wrong, by its name; a line's by its id. */
  problems: Record<string, string>
  /** What the lines come to so far, also while the rest is missing. */
  amount: Money
  /** The lines and terms, complete enough to preview. */
  preview: RequestRefund | undefined
  /** All of it, ready to be sent. */
  command: RequestRefund | undefined
  refusal: RequestRefundRefusal | undefined
}

const placeholders = { reason: 'other', note: 'a preview' } as const

export function readDraft(draft: RefundDraft, purchase: Purchase, order: PurchaseOrder): ReadDraft {
  const { currency } = purchase.total
  const problems: Record<string, string> = {}
  const lines: { orderLineId: string; amount: number; quantity: number | null }[] = []
  for (const { id: orderLineId } of order.lines) {
    const written = draft.lines[orderLineId]
    if (!written?.chosen) continue
    const amount = parseMoney(written.amount, currency)?.amount ?? -1
    const quantity = written.quantity === '' ? null : wholeNumber(written.quantity)
    if (quantity === undefined || (quantity !== null && quantity <= 0)) {
      problems[orderLineId] = 'Enter whole pieces, or leave it empty'
    } else if (amount < 0 || (amount === 0 && quantity === null)) {
      problems[orderLineId] = 'Enter an amount such as 12.50'
    } else lines.push({ orderLineId, amount, quantity })
  }
  const share = percentOf(draft.sellerSharePercent)
  if (draft.bearer === 'shared' && !(share > 0 && share < 100)) {
    problems.sellerSharePercent = 'Enter a percentage between 0 and 100'
  }
  const { bearer, commissionPolicy, reason, note } = draft
  const terms = { orderId: order.id, lines, bearer, sellerSharePpm: sellerSharePpm(bearer, share), commissionPolicy }
  const decision = ask(purchase, order, lines)
  const sound = lines.length > 0 && Object.keys(problems).length === 0 && decision.ok
  const whole = RequestRefund.safeParse({ ...terms, reason, note })
  const isChosen = Object.values(draft.lines).some(({ chosen }) => chosen)
  for (const { path, message } of whole.error?.issues ?? []) {
    // A line that is chosen and cannot be read has said so itself.
    if (path[0] !== 'lines' || !isChosen) problems[String(path[0])] = message
  }
  return {
    problems,
    amount: sum(
      lines.map((line) => money(line.amount, currency)),
      currency,
    ),
    refusal: decision.ok ? undefined : decision.refusal,
    preview: sound ? RequestRefund.parse({ ...terms, ...placeholders }) : undefined,
    command: sound && whole.success ? whole.data : undefined,
  }
}

/** Chosen with all that is left of each; none, once all are chosen. */
export function chooseEvery(lines: PurchaseOrder['lines'], drafts: RefundDraft['lines'], currency: string) {
  if (isEveryChosen(lines, drafts)) return {}
  const whole = refundableOf(lines).map((line) => {
    const written = drafts[line.id]
    return [line.id, written?.chosen ? written : chosenLine(line, currency)]
  })
  return Object.fromEntries(whole) as RefundDraft['lines']
}

export function isEveryChosen(lines: PurchaseOrder['lines'], drafts: RefundDraft['lines']): boolean {
  return refundableOf(lines).every(({ id }) => drafts[id]?.chosen)
}

type Line = PurchaseOrder['lines'][number]

function refundableOf(lines: PurchaseOrder['lines']) {
  return lines.filter(isRefundable)
}

/** Whether money of it is left, or pieces that nobody paid for. */
export function isRefundable(line: Line): boolean {
  return line.refundable > 0 || (isFree(line) && line.returnableUnits > 0)
}

/** The line with all that is left of it: money, or the pieces of one that has none in it. */
export function chosenLine(line: Line, currency: string): LineDraft {
  const quantity = isFree(line) ? String(line.returnableUnits) : ''
  return { chosen: true, quantity, amount: amountFor(line, quantity, currency) }
}

export function isFree({ payable }: Line): boolean {
  return payable === 0
}

/** All that is left of the line, or what is proposed for so many pieces, as it is written. */
export function amountFor(line: Line, quantity: string, currency: string): string {
  const pieces = wholeNumber(quantity)
  const isPart = pieces !== undefined && pieces > 0 && pieces <= line.returnableUnits
  const amount = proposedAmount(lineToRefund(line), isPart ? pieces : null)
  return formatAmount(money(amount, currency)).replaceAll(',', '')
}

function percentOf(text: string): number {
  return /^\d{1,2}(\.\d{1,4})?$/.test(text) ? Number(text) : Number.NaN
}

function sellerSharePpm(bearer: RequestRefund['bearer'], percent: number): number {
  if (bearer === 'operator') return 0
  return bearer === 'shared' && percent > 0 ? Math.round(percent * 10_000) : 1_000_000
}

function ask(
  purchase: Purchase,
  order: PurchaseOrder,
  lines: RequestRefund['lines'],
): Decision<object, RequestRefundRefusal> {
  const { currency } = purchase.total
  // An import brings amounts, and not what they were made of.
  const hasSnapshot = purchase.source !== 'import'
  return requestRefund({ status: order.status, currency, hasSnapshot }, order.lines.map(lineToRefund), { lines })
}

function lineToRefund(line: Line, position = 0): LineToRefund {
  const { id: lineId, captured, returned, refundable, returnedUnits, returnableUnits } = line
  return {
    ...line,
    lineId,
    position,
    disputed: captured - returned - refundable,
    ...freeProgress(line, returnedUnits + returnableUnits > 0),
  }
}
