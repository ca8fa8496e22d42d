import { describe, expect, test } from 'vitest'
import { agentSettings, commissionRule } from '../../test/marketplace.ts'
import { printedExamples } from '../../test/printed-example.ts'
import { accepted } from '../command/decision.ts'
import type { PricingSettings } from '../pricing/price.ts'
import { type Basket, priceBasket } from './basket.ts'
import type { Counter, Offer } from './counter.ts'
import type { PricedLine } from './price-order.ts'

/** Line tables of the money rules whose story is not told elsewhere, word for word. */
const printedElsewhere: Record<number, readonly string[]> = {
  7: ['o1 (A) | 1 | 11900 | 0 | 0 | 11900 | 1900 | 11900 | 0 | 11900 | 10000 | 1250 | 238 | 10412'],
  8: [
    'o1 (A) | 1 | 23800 | 0 | 0 | 23800 | 3800 | 23800 | 0 | 23800 | 20000 | 2500 | 475 | 20825',
    'o2 (A) | 1 | 11900 | 0 | 0 | 11900 | 1900 | 11900 | 0 | 11900 | 10000 | 1250 | 238 | 10412',
    'o3 (A) | 1 | 47600 | 0 | 0 | 47600 | 7600 | 47600 | 0 | 47600 | 40000 | 5000 | 950 | 41650',
  ],
  9: [
    'o1 (A) | 1 | 10000 | 0 | 0 | 10000 | 1597 | 10000 | 0 | 10000 | 10000 | 1000 | 190 | 8810',
    'o2 (A) | 1 | 6000 | 0 | 0 | 6000 | 958 | 6000 | 0 | 6000 | 6000 | 600 | 114 | 5286',
  ],
  13: ['o1 (A) | 1 | 9520 | 0 | 0 | 9520 | 1520 | 9520 | 0 | 9520 | 8000 | 1000 | 190 | 8330'],
  14: [
    'L1 (A) | 1 | 10000 | 0 | 0 | 10000 | 1597 | 10000 | 0 | 10000 | 8403 | 1050 | 200 | 8750',
    'o9 (B) | 1 | 1500 | 0 | 0 | 1500 | 239 | 1500 | 0 | 1500 | 1261 | 158 | 30 | 1312',
  ],
}

/** One purchase of an example: its lines by the names of sellers, under the names of the orders they become. */
type Story = {
  orders: readonly string[]
  lines: readonly { seller: string; price: number; quantity?: number; quoted?: number; tax?: Partial<Offer> }[]
  terms?: Partial<PricingSettings>
  rate?: number
} & Pick<Counter, 'shipping' | 'discounts'> &
  Partial<Pick<Counter, 'rules' | 'now'>>

const one = (
  order: string,
  price: number,
  { seller = 'A', ...story }: Partial<Story> & { seller?: string } = {},
): Story => ({
  orders: [order],
  lines: [{ seller, price }],
  ...story,
})
const gross = { terms: { commissionBase: 'gross' } } as const
const exclusive = { taxInclusive: false } as const
const reduced = { taxRatePpm: 70_000, taxCategory: 'reduced' }
const operatorsPercent = (ratePpm: number) => [{ off: { ratePpm }, operatorSharePpm: 1_000_000 }]
const june = new Date('2025-06-01T00:00:00Z')
const ofTheYear = [
  commissionRule(125_000, { validTo: june }),
  commissionRule(150_000, { version: 2, priority: 2, validFrom: june }),
]

const stories: Record<number, readonly Story[]> = {
  1: [
    {
      orders: ['o1', 'o2'],
      lines: [
        { seller: 'A', price: 11900 },
        { seller: 'A', price: 2495, quantity: 2 },
        { seller: 'B', price: 7999 },
      ],
      discounts: [{ off: { ratePpm: 100_000 }, operatorSharePpm: 400_000 }],
    },
  ],
  2: [
    {
      orders: ['o1', 'o2'],
      terms: exclusive,
      lines: [
        { seller: 'A', price: 333, quantity: 10 },
        { seller: 'A', price: 1275, tax: reduced },
        { seller: 'B', price: 4500 },
      ],
      shipping: [
        { sellerId: 'A', sku: 'DHL', title: 'Parcel', unitPrice: 690, taxRatePpm: 190_000, taxCategory: 'standard' },
      ],
    },
  ],
  3: [
    {
      orders: ['o1'],
      ...gross,
      lines: [
        { seller: 'A', price: 1429, quantity: 7, quoted: 10000 },
        { seller: 'A', price: 667, quantity: 3, quoted: 2000 },
      ],
    },
  ],
  4: [
    {
      orders: ['o1'],
      terms: { salesMode: 'merchant_of_record' },
      rate: 200_000,
      lines: [
        { seller: 'A', price: 11900 },
        { seller: 'A', price: 5950 },
      ],
      discounts: operatorsPercent(100_000),
    },
  ],
  5: [
    {
      orders: ['o1'],
      rate: 133_300,
      lines: [
        { seller: 'A', price: 9999 },
        { seller: 'A', price: 1001 },
      ],
      discounts: [{ off: { ratePpm: 70_000 }, operatorSharePpm: 500_000 }],
    },
  ],
  6: [one('o1', 20000, gross), one('o2', 30000, gross)],
  7: [one('o1', 11900)],
  8: [one('o1', 23800), one('o2', 11900), one('o3', 47600)],
  9: [one('o1', 10000, { ...gross, rate: 100_000 }), one('o2', 6000, { ...gross, rate: 100_000 })],
  10: [one('o1', 5950)],
  11: [
    one('o1', 11900, { rules: ofTheYear, now: new Date('2025-05-31T23:59:59Z') }),
    one('o2', 11900, { rules: ofTheYear, now: june }),
  ],
  12: [
    one('o1', 8000, { discounts: operatorsPercent(200_000) }),
    one('o2', 6000, { discounts: operatorsPercent(200_000) }),
    one('o3', 4000, { discounts: operatorsPercent(200_000), seller: 'B' }),
  ],
  13: [one('o1', 9520)],
  14: [one('L1', 10000), one('o9', 1500, { seller: 'B' })],
}

describe('a basket is priced as the money rules print it', () => {
  test.each(Array.from({ length: 14 }, (_, index) => index + 1))('in worked example %i', (number) => {
    const printed =
      printedExamples.find((example) => example.number === number)?.lines ?? printedElsewhere[number] ?? []
    const priced = (stories[number] ?? []).flatMap(linesOf)
    expect(priced.map((cells, index) => cells.slice(0, printed[index]?.split(' | ').length).join(' | '))).toEqual(
      printed,
    )
  })
})

function linesOf({ orders: names, lines, terms, rate = 125_000, ...counter }: Story): (string | number)[][] {
  const offers = lines.map(({ seller, price, tax }, index) =>
    offer(`offer-${index}`, seller, { unitPrice: price, ...tax }),
  )
  const basket: Basket = lines.map(({ quantity = 1, quoted }, index) => ({
    offerId: `offer-${index}`,
    quantity,
    ...(quoted !== undefined && { quotedPrice: quoted }),
  }))
  const { operatorDiscountTax: _, ...agentTerms } = agentSettings
  const { orders } = accepted(
    priceBasket(basket, {
      offers,
      rules: [commissionRule(rate)],
      now: new Date('2025-11-20T08:41:00Z'),
      terms: { ...agentTerms, ...terms },
      ...counter,
    }),
  )
  return orders.flatMap(({ seller, lines: own }, index) =>
    own.map((line, position) => cellsOf(line, `${names[index]} (${seller.id})`, position + 1)),
  )
}

function offer(id: string, sellerId: string, overrides: Partial<Offer>): Offer {
  return {
    id,
    productId: id,
    sku: id,
    title: id,
    unitPrice: 0,
    currency: 'EUR',
    taxRatePpm: 190_000,
    taxCategory: 'standard',
    status: 'live',
    seller: { id: sellerId, name: sellerId, status: 'active' },
    available: 100,
    ...overrides,
  }
}

const columns = [
  'list',
  'discountSeller',
  'discountOperator',
  'taxBase',
  'tax',
  'payable',
  'funding',
  'sellerGross',
  'commissionBase',
  'commission',
  'commissionTax',
  'sellerNet',
  'taxOperator',
  'supplyTax',
  'operatorIncome',
] as const

/** The row of the printed table: the last three columns appear only where the operator sells. */
function cellsOf(line: PricedLine, order: string, position: number): (string | number)[] {
  const units = line.quantity > 1 ? ` ×${line.quantity}` : ''
  return [
    order,
    `${position}${units}${line.kind === 'shipping' ? ' ship' : ''}`,
    ...columns.map((amount) => line[amount]),
  ]
}
