import { accept, type Decision, refuse } from '../command/decision.ts'
import type { Currency } from '../money/currency.ts'
import type { FrozenLine, LineAmounts } from '../order/line.ts'
import { freezeOrder, type LineToPrice, listPrice, type PricingSettings } from '../pricing/price.ts'
import { discountsOf, type Shipping } from './beside.ts'
import type { Counter, MarketplaceTerms, Offer } from './counter.ts'
import type { PlacePurchaseRefusal } from './purchase.ts'

type Seller = Offer['seller']

/** What is sold: a line has no offer where it is shipping. */
type Sold = { offer: Offer | null; sku: string; title: string }
export type PricedLine = FrozenLine & Sold
export type PricedOrder = { seller: { id: string; name: string }; lines: PricedLine[]; totals: LineAmounts }

type WantedItem = { offer: Offer; quantity: number; quotedPrice?: number }
type WantedLine = { seller: Seller; sold: Sold; price: LineToPrice }

/**
 * The lines of each order, in the order the basket first names its seller: the offers, and after them what it costs to
 * send. The discounts are spread over all of them at once, because a purchase is discounted and not an order.
 */
export function wantedOrders(
  items: readonly WantedItem[],
  { shipping = [], discounts = [] }: Pick<Counter, 'shipping' | 'discounts'>,
): WantedLine[][] {
  const bySeller = Map.groupBy(items, ({ offer }) => offer.seller.id)
  const astray = shipping.find(({ sellerId }) => !bySeller.has(sellerId))
  if (astray !== undefined) throw new Error(`shipping of seller ${astray.sellerId} is of no order of the purchase`)

  const lines = [...bySeller.values()].flatMap((own) => {
    const seller = own[0]?.offer.seller
    if (seller === undefined) return []
    const charges = shipping.filter(({ sellerId }) => sellerId === seller.id)
    return [...own.map(itemLine), ...charges.map((charge) => shippingLine(charge, seller))]
  })
  const given = discountsOf(
    lines.map(({ price, sold }) => ({ kind: price.kind, list: listPrice(price), offerId: sold.offer?.id ?? null })),
    discounts,
  )
  const discounted = lines.map((line, position) => ({ ...line, price: { ...line.price, ...given[position] } }))
  return [...Map.groupBy(discounted, ({ seller }) => seller.id).values()]
}

/** Freezes the lines of one order. */
export function priceOrder(
  lines: readonly WantedLine[],
  currency: Currency,
  { rules, terms, now }: Counter,
): Decision<PricedOrder, PlacePurchaseRefusal> {
  const [first] = lines
  if (first === undefined) throw new Error('an order has at least one line')
  const { seller } = first
  const frozen = freezeOrder({
    sellerId: seller.id,
    currency,
    placedAt: now,
    lines: lines.map(({ price }) => price),
    settings: pricingSettings(terms),
    commissionRules: rules,
  })
  if (!frozen.ok) {
    const { code, position } = frozen.refusal
    const { sku, offer } = lines[position]?.sold ?? first.sold
    if (code === 'order.discount_on_operator_shipping') return refuse({ code: 'purchase.discount_on_shipping', sku })
    return refuse({ code: 'purchase.no_commission_rule', offerId: (offer ?? first.sold.offer)?.id ?? sku })
  }
  const priced = frozen.value.lines.flatMap((line, position) => {
    const sold = lines[position]?.sold
    return sold ? [{ ...line, ...sold }] : []
  })
  return accept({ seller: { id: seller.id, name: seller.name }, lines: priced, totals: frozen.value.totals })
}

// Where nothing else is said a rate is the seller's home rate: no tax adapter names a jurisdiction yet.
const domestic = 'domestic'

const undiscounted = { discountSeller: 0, discountOperator: 0, productCategory: null }

function itemLine({ offer, quantity, quotedPrice }: WantedItem): WantedLine {
  const { seller, sku, title, unitPrice, taxRatePpm, taxCategory, taxJurisdiction = domestic, taxCollector } = offer
  const price = {
    ...undiscounted,
    kind: 'item',
    quantity,
    unitPrice,
    taxRatePpm,
    taxCategory,
    taxJurisdiction,
  } as const
  return {
    seller,
    sold: { offer, sku, title },
    price: { ...price, ...(quotedPrice !== undefined && { quotedPrice }), ...(taxCollector && { taxCollector }) },
  }
}

function shippingLine({ sku, title, unitPrice, taxRatePpm, taxCategory }: Shipping, seller: Seller): WantedLine {
  const tax = { taxRatePpm, taxCategory, taxJurisdiction: domestic }
  return {
    seller,
    sold: { offer: null, sku, title },
    price: { ...undiscounted, kind: 'shipping', quantity: 1, unitPrice, ...tax },
  }
}

function pricingSettings(terms: MarketplaceTerms): PricingSettings {
  const { salesMode, taxInclusive, commissionBase, commissionTaxPpm } = terms
  return {
    salesMode,
    taxInclusive,
    commissionBase,
    commissionTaxPpm,
    operatorDiscountTax:
      terms.operatorDiscountTax ?? (salesMode === 'agent' ? 'third_party_consideration' : 'price_reduction'),
    commissionOnShipping: terms.commissionOnShipping ?? false,
    shippingIncome: terms.shippingIncome ?? 'seller',
    supplyTaxPpm: terms.supplyTaxPpm ?? 0,
  }
}
