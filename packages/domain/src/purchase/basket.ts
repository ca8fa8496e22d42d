import { accept, type Decision, refuse } from '../command/decision.ts'
import type { Currency } from '../money/currency.ts'
import { type Money, money } from '../money/money.ts'
import { sumOf } from '../money/sum.ts'
import type { FrozenLine, LineAmounts } from '../order/line.ts'
import { chargeable } from '../payment/charge-limit.ts'
import type { CommissionRule } from '../pricing/commission.ts'
import { freezeOrder, type PricingSettings, type SalesMode } from '../pricing/price.ts'
import type { PlacePurchaseRefusal, PurchaseQuote } from './purchase.ts'

/** An offer as it stands now; `unitPrice` is minor units, with tax where the marketplace prices so. */
export type Offer = {
  id: string
  productId: string
  sku: string
  title: string
  unitPrice: number
  currency: Currency
  taxRatePpm: number
  taxCategory: string
  status: string
  seller: { id: string; name: string; status: string }
  /** Pieces that can still be promised: on hand and backorder, less what is held or allocated. */
  available: number
}

/** What every purchase of a marketplace is priced by. */
export type MarketplaceTerms = {
  salesMode: SalesMode
  taxInclusive: boolean
  commissionBase: 'net' | 'gross'
  commissionTaxPpm: number
}

export type Basket = readonly { offerId: string; quantity: number }[]

export type PricedLine = FrozenLine & { offer: Offer }
export type PricedOrder = { seller: { id: string; name: string }; lines: PricedLine[]; totals: LineAmounts }
/** One order for each seller, in the order the basket first names them; lines keep the order of the basket. */
export type PricedPurchase = { currency: Currency; total: Money; orders: PricedOrder[] }

export type Counter = {
  offers: readonly Offer[]
  rules: readonly CommissionRule[]
  terms: MarketplaceTerms
  now: Date
}

/** Freezes what a basket costs now. Throws when an offer of the basket was not looked up: the caller answers 404. */
export function priceBasket(basket: Basket, counter: Counter): Decision<PricedPurchase, PlacePurchaseRefusal> {
  const offers = new Map(counter.offers.map((offer) => [offer.id, offer]))
  const wanted = basket.map(({ offerId, quantity }) => {
    const offer = offers.get(offerId)
    if (offer === undefined) throw new Error(`offer ${offerId} was not looked up`)
    return { offer, quantity }
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
  for (const lines of Map.groupBy(wanted, ({ offer }) => offer.seller.id).values()) {
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
      lines: order.lines.map((line) => ({
        offerId: line.offer.id,
        sku: line.offer.sku,
        title: line.offer.title,
        quantity: line.quantity,
        unitPrice: line.unitPrice,
        payable: line.payable,
        tax: line.tax,
        available: line.offer.available,
      })),
    })),
  }
}

function isOnSale(offer: { status: string; seller: { status: string } }): boolean {
  return offer.status === 'live' && offer.seller.status === 'active'
}

function whyNotOnSale(offer: Offer): string {
  return offer.status === 'live' ? `seller_${offer.seller.status}` : offer.status
}

type WantedLine = { offer: Offer; quantity: number }

function priceOrder(
  lines: readonly WantedLine[],
  currency: Currency,
  { rules, terms, now }: Counter,
): Decision<PricedOrder, PlacePurchaseRefusal> {
  const [first] = lines
  if (first === undefined) throw new Error('an order has at least one line')
  const { seller } = first.offer
  const frozen = freezeOrder({
    sellerId: seller.id,
    currency,
    placedAt: now,
    lines: lines.map(({ offer, quantity }) => ({
      kind: 'item',
      quantity,
      unitPrice: offer.unitPrice,
      discountSeller: 0,
      discountOperator: 0,
      taxRatePpm: offer.taxRatePpm,
      taxCategory: offer.taxCategory,
      taxJurisdiction: domestic,
      productCategory: null,
    })),
    settings: pricingSettings(terms),
    commissionRules: rules,
  })
  if (!frozen.ok) {
    const { refusal } = frozen
    if (refusal.code === 'order.discount_on_operator_shipping') throw new Error('a basket has no shipping line')
    const offer = lines[refusal.position]?.offer ?? first.offer
    return refuse({ code: 'purchase.no_commission_rule', offerId: offer.id })
  }

  const pricedLines = frozen.value.lines.flatMap((line, position) => {
    const offer = lines[position]?.offer
    return offer ? [{ ...line, offer }] : []
  })
  return accept({ seller: { id: seller.id, name: seller.name }, lines: pricedLines, totals: frozen.value.totals })
}

// Every rate is the seller's home rate: the offer carries it, and no tax adapter names a jurisdiction yet.
const domestic = 'domestic'

function pricingSettings(terms: MarketplaceTerms): PricingSettings {
  return {
    ...terms,
    operatorDiscountTax: terms.salesMode === 'agent' ? 'third_party_consideration' : 'price_reduction',
    commissionOnShipping: false,
    shippingIncome: 'seller',
    supplyTaxPpm: 0,
  }
}
