import { formatMoney } from '../money/format.ts'
import { sumOf } from '../money/sum.ts'
import { holdDays, shipBy } from '../order/fulfilment.ts'
import type { PricedPurchase } from './basket.ts'
import type { MarketplaceTerms } from './counter.ts'
import { orderNumber } from './number.ts'
import type { PricedLine, PricedOrder } from './price-order.ts'
import type { PlacedPurchase } from './purchase.ts'

/** What is known of a purchase besides its prices at the moment it is placed. */
export type PlacedWith = {
  number: string
  buyer: { name: string }
  terms: Pick<MarketplaceTerms, 'salesMode' | 'taxInclusive'>
  placedAt: Date
  /** When it lapses unless it is paid. */
  payBy: Date
  /** Asked anew for each thing that comes into being. */
  newId: () => string
}

/** Everything a purchase consists of when it is placed, to be stored together. Amounts are minor units. */
export type Placement = ReturnType<typeof placementOf>

/** What a priced purchase is once it is placed: nobody was asked for money yet, and its pieces are promised to its orders. */
export function placementOf({ currency, total, orders: priced }: PricedPurchase, placed: PlacedWith) {
  const { number, newId, placedAt } = placed
  const id = newId()
  const paymentId = newId()
  const orders = priced.map((order, position) => orderOf(order, { ...placed, position }))
  const lines = orders.flatMap((order) => order.lines)
  const items = sumOf(orders, (order) => order.items)
  return {
    purchase: {
      id,
      number,
      currency,
      items,
      shipping: total.amount - items,
      total: total.amount,
      paymentStatus: 'unpaid',
      fulfilmentStatus: 'placed',
      returnStatus: 'none',
    },
    orders,
    lines,
    payment: { id: paymentId, status: 'created', amount: total },
    held: lines.flatMap(({ offer, orderId, id: orderLineId, quantity }) =>
      offer === null ? [] : [{ offerId: offer.id, orderId, orderLineId, quantity }],
    ),
    change: {
      action: 'purchase.place',
      subject: { type: 'purchase', id, label: number, version: 1 },
      purchaseId: id,
      changes: [
        { field: 'buyer', before: null, after: placed.buyer.name },
        { field: 'total', before: null, after: formatMoney(total) },
        { field: 'orders', before: null, after: orders.length },
      ],
      data: { number, total, orders: orders.map(({ id, sellerId, payable }) => ({ id, sellerId, payable })) },
    },
    answer: {
      id,
      number,
      total,
      paymentStatus: 'unpaid',
      orders: orders.map(({ id, number, sellerName, payable }) => ({ id, number, seller: sellerName, payable })),
      placedAt,
      payBy: placed.payBy,
    } satisfies PlacedPurchase,
  } as const
}

function orderOf(
  { seller, lines, totals }: PricedOrder,
  { position, number, terms, placedAt, newId }: PlacedWith & { position: number },
) {
  const id = newId()
  const items = sumOf(lines.filter(isItem), (line) => line.payable)
  return {
    id,
    number: orderNumber(number, position),
    position,
    sellerId: seller.id,
    sellerName: seller.name,
    status: 'placed',
    paymentStatus: 'unpaid',
    returnStatus: 'none',
    salesMode: terms.salesMode,
    taxInclusive: terms.taxInclusive,
    items,
    shipping: totals.payable - items,
    payable: totals.payable,
    sellerNet: totals.sellerNet,
    commission: totals.commission,
    holdDays,
    placedAt,
    shipBy: shipBy(placedAt),
    lines: lines.map((line, place) => ({ ...line, id: newId(), orderId: id, position: place })),
  } as const
}

function isItem(line: PricedLine): boolean {
  return line.kind === 'item'
}
