import { startOfDay } from '@mainstay/domain/list/day'
import { parseMoney } from '@mainstay/domain/money/money'
import { FulfilmentStatus, PaymentStatus } from '@mainstay/domain/purchase/purchase'
import { orders } from '@/nouns/order.ts'
import { bounds, boundsText, type OrderSearch } from './order-search.ts'

type Typed = { ok: true; change: Partial<OrderSearch> } | { ok: false; why: string }

/**
 * What somebody typed into the query field: `payment:paid`, `placed:>=2026-11-15`, `total:<=400.00`, or free text that
 * asks for a number or a buyer. A filter that cannot be read is explained and not taken for text.
 */
export function readTyped(text: string, search: OrderSearch, currency: string): Typed {
  const filter = /^(payment|fulfilment|placed|total):\s*(>=|<=|≥|≤)?\s*(.*)$/i.exec(text)
  if (filter === null) return { ok: true, change: { query: text === '' ? null : text } }
  const [, key = '', sign = '≥', value = ''] = filter
  switch (key.toLowerCase()) {
    case 'payment':
      return choose(value, PaymentStatus.options, orders.payment, (payment) => ({ payment }))
    case 'fulfilment':
      return choose(value, FulfilmentStatus.options, orders.fulfilment, (fulfilment) => ({ fulfilment }))
    case 'placed':
      return startOfDay(value, 'UTC') === undefined
        ? { ok: false, why: `“${value}” is no day. Write it as 2026-11-15.` }
        : { ok: true, change: { placed: within(search.placed, sign, value) } }
    default:
      return parseMoney(value, currency) === undefined
        ? { ok: false, why: `“${value}” is no amount. Write it as 400.00.` }
        : { ok: true, change: { total: within(search.total, sign, value) } }
  }
}

function choose<Value extends string>(
  text: string,
  options: readonly Value[],
  looks: Record<Value, { words: string }>,
  change: (value: Value) => Partial<OrderSearch>,
): Typed {
  const wanted = text.trim().toLowerCase().replaceAll('_', ' ')
  const found = options.find(
    (option) => option.replaceAll('_', ' ') === wanted || looks[option].words.toLowerCase() === wanted,
  )
  if (found !== undefined) return { ok: true, change: change(found) }
  const known = options.map((option) => looks[option].words.toLowerCase()).join(', ')
  return { ok: false, why: `There is no “${text}”. Known are ${known}.` }
}

function within(before: string | null, sign: string, value: string): string | null {
  return boundsText({ ...bounds(before), [sign === '<=' || sign === '≤' ? 'to' : 'from']: value })
}
