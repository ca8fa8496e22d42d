import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commissionRule } from '../../test/marketplace.ts'
import { accepted } from '../command/decision.ts'
import { type Basket, placePurchase, priceBasket, quoteOf, shortOf } from './basket.ts'
import type { Counter, Offer } from './counter.ts'

const now = new Date('2026-11-20T12:00:00Z')
const terms = { salesMode: 'agent', taxInclusive: true, commissionBase: 'net', commissionTaxPpm: 190_000 } as const

const blom = { id: 'seller-blom', name: 'Blom Papier', status: 'active' }
const hahn = { id: 'seller-hahn', name: 'Hahn Hygiene', status: 'active' }

function offer(id: string, overrides: Partial<Offer> = {}): Offer {
  return {
    id,
    productId: `product-${id}`,
    sku: id.toUpperCase(),
    title: `Title of ${id}`,
    unitPrice: 1190,
    currency: 'EUR',
    taxRatePpm: 190_000,
    taxCategory: 'standard',
    status: 'live',
    seller: blom,
    available: 100,
    ...overrides,
  }
}

const counter = (...offers: Offer[]): Counter => ({ offers, rules: [commissionRule(125_000)], terms, now })
const one = (offerId: string, quantity = 1): Basket => [{ offerId, quantity }]

describe('a basket', () => {
  test('becomes one order for each seller, in the order the basket names them', () => {
    const basket = [...one('soap', 2), ...one('paper'), ...one('towel', 3)]
    const offers = [offer('paper'), offer('soap', { seller: hahn }), offer('towel', { seller: hahn })]
    const { orders, total } = accepted(priceBasket(basket, counter(...offers)))

    expect(orders.map(({ seller }) => seller.name)).toEqual(['Hahn Hygiene', 'Blom Papier'])
    expect(orders.map(({ lines }) => lines.map((line) => line.offer?.id))).toEqual([['soap', 'towel'], ['paper']])
    expect(orders.map(({ totals }) => totals.payable)).toEqual([5 * 1190, 1190])
    expect(total).toEqual({ amount: 6 * 1190, currency: 'EUR' })
  })

  test('freezes tax and commission of every line, with the rule that decided it', () => {
    const priced = accepted(priceBasket(one('paper', 10), counter(offer('paper'))))
    expect(priced.orders[0]?.lines[0]).toMatchObject({
      payable: 11_900,
      tax: 1900,
      commissionBase: 10_000,
      commission: 1250,
      commissionTax: 238,
      sellerNet: 10_412,
      commissionRule: { ruleId: 'rule', version: 1, ratePpm: 125_000 },
    })
  })

  test('is refused when an offer or its seller is not selling', () => {
    const blocked = offer('paper', { status: 'blocked' })
    expect(priceBasket(one('paper'), counter(blocked))).toEqual({
      ok: false,
      refusal: { code: 'purchase.offer_not_on_sale', offerId: 'paper', status: 'blocked' },
    })
    const ofSuspended = offer('paper', { seller: { ...blom, status: 'suspended' } })
    expect(priceBasket(one('paper'), counter(ofSuspended))).toMatchObject({ refusal: { status: 'seller_suspended' } })
  })

  test('is refused when its offers are priced in several currencies', () => {
    const offers = [offer('paper', { currency: 'USD' }), offer('soap')]
    expect(priceBasket([...one('paper'), ...one('soap')], counter(...offers))).toEqual({
      ok: false,
      refusal: { code: 'purchase.mixed_currencies', currencies: ['EUR', 'USD'] },
    })
  })

  test('is refused when no commission rule covers a line', () => {
    const rules = [commissionRule(125_000, { sellerId: hahn.id })]
    const offers = [offer('soap', { seller: hahn }), offer('paper')]
    expect(priceBasket([...one('soap'), ...one('paper')], { ...counter(...offers), rules })).toEqual({
      ok: false,
      refusal: { code: 'purchase.no_commission_rule', offerId: 'paper' },
    })
  })

  test('shows in its quote what placing it would charge, and what is left of each offer', () => {
    const priced = accepted(priceBasket(one('paper', 2), counter(offer('paper', { available: 1 }))))
    expect(quoteOf(priced)).toEqual({
      currency: 'EUR',
      total: 2380,
      orders: [
        {
          seller: { id: 'seller-blom', name: 'Blom Papier' },
          payable: 2380,
          tax: 380,
          shipping: 0,
          lines: [
            {
              offerId: 'paper',
              sku: 'PAPER',
              title: 'Title of paper',
              quantity: 2,
              unitPrice: 1190,
              payable: 2380,
              tax: 380,
              available: 1,
            },
          ],
        },
      ],
    })
  })

  test('costs the sum of its orders, and every order the sum of its lines', () => {
    const lines = fc.uniqueArray(
      fc.record({
        id: fc.integer({ min: 0, max: 30 }),
        price: fc.oneof(fc.integer({ min: 50, max: 100_000 }), fc.constant(0)),
        quantity: fc.integer({ min: 1, max: 20 }),
      }),
      { minLength: 1, maxLength: 10, selector: ({ id }) => id },
    )
    fc.assert(
      fc.property(lines, (lines) => {
        const offers = lines.map(({ id, price }) =>
          offer(`o${id}`, { unitPrice: price, seller: id % 2 === 0 ? blom : hahn }),
        )
        const basket = lines.map(({ id, quantity }) => ({ offerId: `o${id}`, quantity }))
        const { orders, total } = accepted(priceBasket(basket, counter(...offers)))
        expect(total.amount).toBe(lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0))
        expect(orders.reduce((sum, order) => sum + order.totals.payable, 0)).toBe(total.amount)
        for (const { lines, totals } of orders) {
          expect(lines.reduce((sum, line) => sum + line.sellerNet, 0)).toBe(totals.sellerNet)
        }
      }),
    )
  })
})

test('a basket that comes to less than the provider takes, or to more, is refused, and one of nothing is not', () => {
  const priced = (unitPrice: number, quantity = 1) =>
    priceBasket(one('paper', quantity), counter(offer('paper', { unitPrice })))
  expect(priced(30)).toMatchObject({ ok: false, refusal: { code: 'purchase.total_too_small' } })
  expect(priced(50_000_000, 2)).toMatchObject({ ok: false, refusal: { code: 'purchase.total_too_large' } })
  expect(priced(25, 2).ok).toBe(true)
  expect(priced(0).ok).toBe(true)
})

describe('placing a purchase', () => {
  test('is refused with what is left of each offer that is short', () => {
    const offers = [offer('paper', { available: 2 }), offer('soap', { available: 0 }), offer('towel')]
    expect(placePurchase({ lines: [...one('paper', 3), ...one('soap'), ...one('towel')] }, counter(...offers))).toEqual(
      {
        ok: false,
        refusal: {
          code: 'purchase.out_of_stock',
          offers: [
            { offerId: 'paper', wanted: 3, available: 2 },
            { offerId: 'soap', wanted: 1, available: 0 },
          ],
        },
      },
    )
  })

  test('takes the very last piece', () => {
    expect(placePurchase({ lines: one('paper', 2) }, counter(offer('paper', { available: 2 }))).ok).toBe(true)
    expect(shortOf(one('paper', 2), new Map([['paper', 2]]))).toEqual([])
    expect(shortOf(one('paper', 2), new Map())).toEqual([{ offerId: 'paper', wanted: 2, available: 0 }])
  })

  test('never charges another price than the buyer saw', () => {
    const seen = { amount: 1000, currency: 'EUR' }
    expect(placePurchase({ lines: one('paper'), expectedTotal: seen }, counter(offer('paper')))).toEqual({
      ok: false,
      refusal: { code: 'purchase.price_changed', expected: seen, actual: { amount: 1190, currency: 'EUR' } },
    })
    const inDollars = { amount: 1190, currency: 'USD' }
    expect(placePurchase({ lines: one('paper'), expectedTotal: inDollars }, counter(offer('paper'))).ok).toBe(false)
    const asSeen = { amount: 1190, currency: 'EUR' }
    expect(placePurchase({ lines: one('paper'), expectedTotal: asSeen }, counter(offer('paper'))).ok).toBe(true)
  })
})

describe('beside its offers a basket is priced with', () => {
  const parcel = (sellerId: string, unitPrice = 1190) => ({
    sellerId,
    sku: 'PARCEL',
    title: 'Parcel',
    unitPrice,
    taxRatePpm: 190_000,
    taxCategory: 'standard',
  })
  const both = [...one('paper'), ...one('soap')]
  const offers = [offer('paper'), offer('soap', { seller: hahn })]

  test('what each seller asks for sending, as the last line of their order and without commission', () => {
    const { orders, total } = accepted(priceBasket(both, { ...counter(...offers), shipping: [parcel(hahn.id)] }))
    expect(orders.map(({ lines }) => lines.map(({ kind, sku, commission }) => [kind, sku, commission]))).toEqual([
      [['item', 'PAPER', 125]],
      [
        ['item', 'SOAP', 125],
        ['shipping', 'PARCEL', 0],
      ],
    ])
    expect(total.amount).toBe(3 * 1190)
    expect(orders[1]?.lines[1]).toMatchObject({ offer: null, payable: 1190, tax: 190, sellerNet: 1190 })
  })

  test('shipping that the operator sells, which no discount may touch', () => {
    const sold = { ...counter(...offers), shipping: [parcel(blom.id)] }
    const operators = { ...sold, terms: { ...terms, shippingIncome: 'operator' as const } }
    const [order] = accepted(priceBasket(both, operators)).orders
    expect(order?.lines[1]).toMatchObject({ operatorIncome: 1000, taxOperator: 190, sellerNet: 0, commission: 0 })
    const off = { off: { ratePpm: 100_000 }, operatorSharePpm: 0, onShipping: true }
    expect(priceBasket(both, { ...operators, discounts: [off] })).toEqual({
      ok: false,
      refusal: { code: 'purchase.discount_on_shipping', sku: 'PARCEL' },
    })
    expect(accepted(priceBasket(both, { ...sold, discounts: [off] })).total.amount).toBe(2677 + 536)
  })

  test('a fixed amount off the whole purchase, spread over its orders and split between seller and operator', () => {
    const discounts = [{ off: { amount: 101 }, operatorSharePpm: 500_000 }]
    const { orders, total } = accepted(priceBasket(both, { ...counter(...offers), discounts }))
    expect(orders.map(({ totals }) => [totals.discountOperator, totals.discountSeller])).toEqual([
      [26, 25],
      [25, 25],
    ])
    expect(total.amount).toBe(2 * 1190 - 101)
  })

  test('discounts on some offers, one after another and never below nothing', () => {
    const soapOff = { off: { amount: 5000 }, operatorSharePpm: 0, offerIds: ['soap'] }
    const tenth = { off: { ratePpm: 100_000 }, operatorSharePpm: 1_000_000 }
    const payable = (discounts: Counter['discounts']) =>
      accepted(priceBasket(both, { ...counter(...offers), ...(discounts && { discounts }) })).orders.map(
        ({ totals }) => totals.payable,
      )
    expect(payable([soapOff])).toEqual([1190, 0])
    expect(payable([soapOff, tenth])).toEqual([1071, 0])
  })

  test.each([
    ['third_party_consideration', 1900, 1000],
    ['price_reduction', 1710, 1000],
  ] as const)('the tax of an operator’s discount as %s', (operatorDiscountTax, tax, funding) => {
    const discounts = [{ off: { amount: 1190 }, operatorSharePpm: 1_000_000 }]
    const asked = { ...counter(offer('paper', { unitPrice: 11_900 })), discounts }
    const merchant = { ...terms, salesMode: 'merchant_of_record' as const, operatorDiscountTax }
    const [order] = accepted(priceBasket(one('paper'), { ...asked, terms: merchant })).orders
    expect(order?.totals).toMatchObject({ tax, taxOperator: tax, payable: 10_710, sellerGross: 10_000 })
    expect(order?.totals.funding).toBe(funding + tax - 1710)
  })

  test('the tax that a domestic seller charges a merchant of record', () => {
    const merchant = { ...terms, salesMode: 'merchant_of_record' as const, supplyTaxPpm: 190_000 }
    const [order] = accepted(
      priceBasket(one('paper'), { ...counter(offer('paper', { unitPrice: 11_900 })), terms: merchant }),
    ).orders
    expect(order?.totals).toMatchObject({ sellerGross: 10_000, commission: 1250, supplyTax: 1663, sellerNet: 10_413 })
  })

  test('the jurisdiction and the collector its offers name, and the home and the mode of sale where they name none', () => {
    const abroad = offer('paper', { taxJurisdiction: 'AT', taxCollector: 'operator' })
    const { orders } = accepted(priceBasket(both, counter(abroad, offer('soap', { seller: hahn }))))
    expect(orders.map(({ lines: [line] }) => [line?.taxJurisdiction, line?.taxCollector, line?.taxOperator])).toEqual([
      ['AT', 'operator', 190],
      ['domestic', 'seller', 0],
    ])
  })

  test('nothing for a seller it has no offer of', () => {
    expect(() => priceBasket(one('paper'), { ...counter(offer('paper')), shipping: [parcel(hahn.id)] })).toThrow(
      'no order',
    )
  })
})
