import { randomBytes } from 'node:crypto'
import type { Actor } from '@mainstay/domain/access/actor'
import { accepted } from '@mainstay/domain/command/decision'
import { placePurchase } from '@mainstay/domain/purchase/basket'
import type { Counter } from '@mainstay/domain/purchase/counter'
import { purchaseNumber } from '@mainstay/domain/purchase/number'
import type { PlacePurchase } from '@mainstay/domain/purchase/purchase'
import { v7 } from 'uuid'
import { insertOrgUnit, type OrgUnit } from '../src/access/org-unit.ts'
import { getOffers, insertOffer } from '../src/offer/offer.ts'
import { insertProduct } from '../src/offer/product.ts'
import { insertStockLevel } from '../src/offer/stock.ts'
import { type Database, inTenant, type Tx } from '../src/postgres/client.ts'
import { insertCommissionRule, listCommissionRulesAt } from '../src/pricing/commission-rule.ts'
import { saveBuyer } from '../src/purchase/buyer.ts'
import { type InsertedPurchase, insertPurchase } from '../src/purchase/place.ts'
import { insertSeller, type Seller } from '../src/seller/seller.ts'
import { insertTenant, type Tenant } from '../src/tenant/tenant.ts'
import { writer } from './writer.ts'

export const storefront: Actor = { type: 'api_key', id: '019aa000-0000-7000-8000-000000000001', name: 'Storefront' }

const termsOfNordwind = {
  name: 'Nordwind Supply',
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
  numberPrefix: 'NW',
  salesMode: 'agent',
  taxInclusive: true,
  commissionBase: 'net',
  commissionTaxPpm: 190_000,
} as const satisfies Omit<Tenant, 'id' | 'slug'>

export type Market = {
  tenantId: string
  tenant: Tenant
  operator: OrgUnit
  blom: Seller
  hahn: Seller
  /** Sold by Blom at 11.90 and by Hahn at 23.80, a thousand pieces of each on hand. */
  paper: string
  soap: string
}

/** A tenant with two sellers, one offer each, and 12.5 % commission. */
export async function openMarket(db: Database, slug = `t${v7()}`): Promise<Market> {
  const tenantId = v7()
  return inTenant(db, writer(tenantId), async (tx) => {
    await insertTenant(tx, { ...termsOfNordwind, slug })
    const operator = await insertOrgUnit(tx, { kind: 'operator', name: 'Nordwind Supply' })
    const { blom, hahn, paper, soap } = await stockMarket(tx, operator)
    return { tenantId, tenant: { ...termsOfNordwind, id: tenantId, slug }, operator, blom, hahn, paper, soap }
  })
}

/** The same sellers, offers and rule for a tenant that is open already. */
export async function stockMarket(
  tx: Tx,
  operator: OrgUnit,
): Promise<Omit<Market, 'tenantId' | 'tenant' | 'operator'>> {
  const blom = await insertSeller(tx, { name: 'Blom Papier', parent: operator })
  const hahn = await insertSeller(tx, { name: 'Hahn Hygiene', parent: operator })
  await insertCommissionRule(tx, {
    priority: 1,
    name: 'Everything',
    ratePpm: 125_000,
    currency: 'EUR',
    validFrom: new Date('2025-01-01T00:00:00Z'),
  })
  const paper = await openOffer(tx, { seller: blom, sku: 'PAPER', unitPrice: 1190 })
  const soap = await openOffer(tx, { seller: hahn, sku: 'SOAP', unitPrice: 2380 })
  return { blom, hahn, paper, soap }
}

export async function openOffer(
  tx: Tx,
  offer: {
    seller: Pick<Seller, 'id'>
    sku: string
    unitPrice: number
    onHand?: number
    currency?: string
    status?: 'live' | 'blocked'
  },
): Promise<string> {
  const product = await insertProduct(tx, { title: offer.sku })
  const { id } = await insertOffer(tx, {
    productId: product.id,
    sellerId: offer.seller.id,
    sku: offer.sku,
    title: `Title of ${offer.sku}`,
    unitPrice: offer.unitPrice,
    currency: offer.currency ?? 'EUR',
    taxRatePpm: 190_000,
    status: offer.status ?? 'live',
  })
  await insertStockLevel(tx.as({ at: new Date('2026-11-01T08:00:00Z') }), { offerId: id, onHand: offer.onHand ?? 1000 })
  return id
}

/** Places a purchase as the api does, of whatever the basket names. */
export async function placeInMarket(
  tx: Tx,
  market: Market,
  {
    lines,
    now = new Date('2026-11-20T12:00:00.000Z'),
    buyer = blumenhaus,
    nextNumber = randomNumber,
    ...beside
  }: PurchaseToPlace,
): Promise<InsertedPurchase> {
  const offers = await getOffers(
    tx,
    lines.map((line) => line.offerId),
  )
  const rules = await listCommissionRulesAt(tx, now)
  const priced = accepted(placePurchase({ lines }, { offers, rules, terms: market.tenant, now, ...beside }))
  return accepted(
    await insertPurchase(tx.as({ actor: storefront, at: now }), {
      priced,
      terms: market.tenant,
      buyer: await saveBuyer(tx, buyer),
      shipTo: buyer.address,
      payment: { provider: 'stripe', connection: 'stripe', method: 'pm_card_visa' },
      payBy: new Date(now.getTime() + 3_600_000),
      nextNumber,
    }),
  )
}

type PurchaseToPlace = Pick<Counter, 'shipping' | 'discounts'> & {
  lines: PlacePurchase['lines']
  now?: Date
  buyer?: PlacePurchase['buyer']
  nextNumber?: () => string
}

const randomNumber = () => purchaseNumber(termsOfNordwind.numberPrefix, randomBytes(5))

export const blumenhaus = {
  externalId: 'B-1001',
  name: 'Blumenhaus Berg',
  email: 'einkauf@blumenhaus.example',
  address: { name: 'Wareneingang', street: 'Bergstr. 4', postalCode: '50667', city: 'Köln', region: '', country: 'DE' },
} satisfies PlacePurchase['buyer']
