import { accept, type Decision, refuse } from '../command/decision.ts'
import type { Currency } from '../money/currency.ts'
import { type Money, money } from '../money/money.ts'
import { sumOf } from '../money/sum.ts'
import { chargeable } from '../payment/charge-limit.ts'
import type { Counter, Offer } from './counter.ts'
import { type PricedLine, type PricedOrder, priceOrder, wantedOrders } from './price-order.ts'
import type { PlacePurchaseRefusal, PurchaseQuote } from './purchase.ts'

/** `quotedPrice` is that of all the pieces, where it is not the offer's price times as many: 7 for 100.00. */
export type Basket = readonly { offerId: string; quantity: number; quotedPrice?: number }[]

/** One order for each seller, in the order the basket first names them; lines keep the order of the basket. */
export type PricedPurchase = { currency: Currency; total: Money; orders: PricedOrder[] }

/** Freezes what a basket costs now. Throws when an offer of the basket was not looked up: the caller answers 404. */
export function priceBasket(basket: Basket, counter: Counter): Decision<PricedPurchase, PlacePurchaseRefusal> {
  const offers = new Map(counter.offers.map((offer) => [offer.id, offer]))
  const wanted = basket.map(({ offerId, ...line }) => {
    const offer = offers.get(offerId)
    if (offer === undefined) throw new Error(`offer ${offerId} was not looked up`)
    return { offer, ...line }
  })

  const unsold = wanted.find(({ offer }) => !isOnSale(offer))
  if (unsold !== undefined) {
    return refuse({ code: 'purchase.offer_not_on_sale', offerId: unsold.offer.id, status: whyNotOnSale(unsold.offer) })
  }
  const currencies = [...new Set(wanted.map(({ offer }) => offer.currency))].sort()
  const [currency, ...others] = currencies
  if (currency === undefined) throw new Error('a basket has at least one line')
  if (others.length > 0) return refuse({ code: 'purchase.mixed_currencies', currencies })

  const orders: PricedOrder[] = []
  for (const lines of wantedOrders(wanted, counter)) {
    const order = priceOrder(lines, currency, counter)
    if (!order.ok) return order
    orders.push(order.value)
  }
  const total = chargeable(
    money(
      sumOf(orders, (order) => order.totals.payable),
      currency,
    ),
  )
  return total.ok ? accept({ currency, total: total.value, orders }) : total
}

/** Decides a purchase: what it costs, that it is there, and that the buyer saw this price. */
export function placePurchase(
  purchase: { lines: Basket; expectedTotal?: Money | undefined },
  counter: Counter,
): Decision<PricedPurchase, PlacePurchaseRefusal> {
  const priced = priceBasket(purchase.lines, counter)
  if (!priced.ok) return priced

  const available = new Map(counter.offers.map((offer) => [offer.id, offer.available]))
  const short = shortOf(purchase.lines, available)
  if (short.length > 0) return refuse({ code: 'purchase.out_of_stock', offers: short })

  const { expectedTotal } = purchase
  const { total } = priced.value
  if (expectedTotal && (expectedTotal.amount !== total.amount || expectedTotal.currency !== total.currency)) {
    return refuse({ code: 'purchase.price_changed', expected: expectedTotal, actual: total })
  }
  return priced
}

/** Which offers have fewer pieces than the basket wants; an offer without stock has none. */
export function shortOf(
  basket: Basket,
  available: ReadonlyMap<string, number>,
): { offerId: string; wanted: number; available: number }[] {
  return basket
    .map(({ offerId, quantity }) => ({ offerId, wanted: quantity, available: available.get(offerId) ?? 0 }))
    .filter((line) => line.available < line.wanted)
}

/** What the buyer is shown before placing. */
export function quoteOf(priced: PricedPurchase): PurchaseQuote {
  return {
    currency: priced.currency,
    total: priced.total.amount,
    orders: priced.orders.map((order) => ({
      seller: { id: order.seller.id, name: order.seller.name },
      payable: order.totals.payable,
      tax: order.totals.tax,
      shipping: sumOf(order.lines, (line) => (line.offer === null ? line.payable : 0)),
      lines: order.lines.flatMap(({ offer, ...line }) => (offer === null ? [] : [quotedLine(line, offer)])),
    })),
  }
}

function quotedLine(line: Omit<PricedLine, 'offer'>, offer: Offer): PurchaseQuote['orders'][number]['lines'][number] {
  const { sku, title, quantity, unitPrice, payable, tax } = line
  return { offerId: offer.id, sku, title, quantity, unitPrice, payable, tax, available: offer.available }
}

function isOnSale(offer: { status: string; seller: { status: string } }): boolean {
  return offer.status === 'live' && offer.seller.status === 'active'
}

function whyNotOnSale(offer: Offer): string {
  return offer.status === 'live' ? `seller_${offer.seller.status}` : offer.status
}
