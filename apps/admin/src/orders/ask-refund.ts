import type { Decision } from '@mainstay/domain/command/decision'
import { formatAmount } from '@mainstay/domain/money/format'
import { type Money, money, parseMoney } from '@mainstay/domain/money/money'
import type { Purchase, PurchaseOrder } from '@mainstay/domain/purchase/purchase'
import { RequestRefund, type RequestRefundRefusal } from '@mainstay/domain/refund/refund'
import { requestRefund } from '@mainstay/domain/refund/request'

type OrderLine = PurchaseOrder['lines'][number]

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
  const lines: RequestRefund['lines'] = []
  for (const line of order.lines) {
    const written = draft.lines[line.id]
    if (!written?.chosen) continue
    const amount = parseMoney(written.amount, currency)?.amount
    const quantity = written.quantity === '' ? null : Number(written.quantity)
    if (amount === undefined || amount <= 0) problems[line.id] = 'Enter an amount such as 12.50'
    else if (quantity !== null && !(Number.isSafeInteger(quantity) && quantity > 0)) {
      problems[line.id] = 'Enter whole pieces, or leave it empty'
    } else lines.push({ orderLineId: line.id, amount, quantity })
  }
  const chosen = Object.values(draft.lines).some((line) => line.chosen)
  if (!chosen) problems.lines = 'Choose at least one line'

  const share = Number(draft.sellerSharePercent)
  if (draft.bearer === 'shared' && !(share > 0 && share < 100)) {
    problems.sellerSharePercent = 'Enter a percentage between 0 and 100'
  }
  const terms = {
    orderId: order.id,
    lines,
    bearer: draft.bearer,
    sellerSharePpm: sellerSharePpm(draft.bearer, share),
    commissionPolicy: draft.commissionPolicy,
  }
  const decision = ask(purchase, order, lines)
  const amount = money(
    lines.reduce((sum, line) => sum + line.amount, 0),
    currency,
  )
  const refusal = decision.ok ? undefined : decision.refusal
  const sound = Object.keys(problems).length === 0 && refusal === undefined
  const whole = RequestRefund.safeParse({ ...terms, reason: draft.reason, note: draft.note })
  if (draft.reason === '') problems.reason = 'Choose a reason'
  if (!whole.success && whole.error.issues.some((issue) => issue.path[0] === 'note')) {
    problems.note = 'Say in a few words why'
  }
  return {
    problems,
    amount,
    refusal,
    preview: sound ? RequestRefund.parse({ ...terms, ...placeholders }) : undefined,
    command: sound && whole.success ? whole.data : undefined,
  }
}

/** All that is left of the line, or the part of its price that so many pieces are. */
export function amountFor(line: OrderLine, quantity: string, currency: string): string {
  const pieces = Number(quantity)
  const whole = quantity === '' || !(pieces > 0) || pieces >= line.quantity
  const amount = whole
    ? line.refundable
    : Math.min(line.refundable, Math.round((line.payable * pieces) / line.quantity))
  return formatAmount(money(amount, currency)).replaceAll(',', '')
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
  return requestRefund(
    { status: order.status, currency, hasSnapshot },
    order.lines.map(({ id, title, quantity, captured, returned, refundable }) => ({
      lineId: id,
      title,
      quantity,
      captured,
      returned,
      returnedUnits: 0,
      disputed: captured - returned - refundable,
    })),
    { lines },
  )
}
