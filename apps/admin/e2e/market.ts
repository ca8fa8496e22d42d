import { createApiKey } from '@mainstay/auth/api-key'
import { hashPassword } from '@mainstay/auth/password'
import { insertOffer } from '@mainstay/db/offer/offer'
import { insertProduct } from '@mainstay/db/offer/product'
import { insertStockLevel } from '@mainstay/db/offer/stock'
import { type Database, inTenant } from '@mainstay/db/postgres/client'
import { insertCommissionRule } from '@mainstay/db/pricing/commission-rule'
import { insertSeller } from '@mainstay/db/seller/seller'
import { createTenant, type NewMember } from '@mainstay/db/tenant/create'
import { writer } from '@mainstay/db/test/writer'
import type { PlacePurchase } from '@mainstay/domain/purchase/purchase'
import { v7 } from 'uuid'

const euros = (units: number) => ({ amount: units * 100, currency: 'EUR' })

/** Who works at Nordwind Supply, by the name the journeys call them. */
export const people = {
  maria: {
    name: 'Maria Lindholm',
    email: 'maria@nordwind.example',
    title: 'Finance lead',
    roles: [{ role: 'finance', limit: euros(5_000) }],
  },
  sofie: {
    name: 'Sofie Aalto',
    email: 'sofie@nordwind.example',
    title: 'Finance',
    roles: [{ role: 'finance', limit: euros(1_000) }],
  },
  jonas: {
    name: 'Jonas Weber',
    email: 'jonas@nordwind.example',
    title: 'Support',
    roles: [{ role: 'support' }, { role: 'finance', limit: euros(250) }],
  },
  aylin: { name: 'Aylin Demir', email: 'aylin@nordwind.example', title: 'Support', roles: [{ role: 'support' }] },
  priya: {
    name: 'Priya Nair',
    email: 'priya@nordwind.example',
    title: 'Engineer on call',
    roles: [{ role: 'engineer' }],
  },
  clara: {
    name: 'Clara Benoit',
    email: 'clara@nordwind.example',
    title: 'Compliance',
    roles: [{ role: 'compliance' }],
  },
  henrik: {
    name: 'Henrik Vos',
    email: 'henrik@nordwind.example',
    title: 'Administrator',
    roles: [{ role: 'administrator', limit: euros(10_000) }],
  },
} as const satisfies Record<string, NewMember>

export type MemberKey = keyof typeof people

export const workspace = 'nordwind'
export const password = 'a password for journeys'

const sellers = {
  kaltmann: 'Kaltmann Werkzeuge GmbH',
  oudeHaven: 'Oude Haven Fasteners B.V.',
  brueckner: 'Brückner Hydraulik KG',
} as const

const goods = {
  wrench: { seller: 'kaltmann', sku: 'KW-TW200', title: 'Torque wrench 40–200 Nm, 1/2″', unitPrice: 17_672 },
  sockets: { seller: 'kaltmann', sku: 'KW-IS26', title: 'Impact socket set, 26 pieces', unitPrice: 13_328 },
  bolts: { seller: 'oudeHaven', sku: 'OH-M1260', title: 'Hex bolt M12×60 A4-70, box of 200', unitPrice: 7_640 },
  washers: { seller: 'oudeHaven', sku: 'OH-LW12', title: 'Lock washer M12 A4, box of 500', unitPrice: 2_547 },
  hose: { seller: 'brueckner', sku: 'BH-2SN16', title: 'Hydraulic hose 2SN DN16, 10 m', unitPrice: 11_513 },
} as const

export type Goods = keyof typeof goods

export type OpenedMarket = { tenantId: string; offers: Record<Goods, string>; shopKey: string }

/** Nordwind Supply with its people, three sellers, their stock, and a key for the shop in front of it. */
export async function openMarket(db: Database, openedAt: Date): Promise<OpenedMarket> {
  const tenantId = v7()
  const passwordHash = await hashPassword(password, { memoryCost: 64, timeCost: 1, parallelism: 1 })
  return inTenant(db, writer(tenantId, { at: openedAt }), async (tx) => {
    const { operator } = await createTenant(tx, {
      tenant: {
        slug: workspace,
        name: 'Nordwind Supply',
        currency: 'EUR',
        timeZone: 'Europe/Berlin',
        numberPrefix: 'NW',
        salesMode: 'agent',
        taxInclusive: true,
        commissionBase: 'net',
        commissionTaxPpm: 190_000,
      },
      people,
      passwordHash,
    })
    await insertCommissionRule(tx, {
      priority: 1,
      name: 'Tools and supplies',
      ratePpm: 90_000,
      currency: 'EUR',
      validFrom: new Date('2025-01-01T00:00:00Z'),
    })
    const sellerIds = new Map<string, string>()
    for (const [key, name] of Object.entries(sellers)) {
      sellerIds.set(key, (await insertSeller(tx, { name, parent: operator })).id)
    }
    const offer = async (key: Goods): Promise<string> => {
      const { seller, sku, title, unitPrice } = goods[key]
      const product = await insertProduct(tx, { title })
      const { id } = await insertOffer(tx, {
        productId: product.id,
        sellerId: sellerIds.get(seller) ?? '',
        sku,
        title,
        unitPrice,
        currency: 'EUR',
        taxRatePpm: 190_000,
      })
      await insertStockLevel(tx, { offerId: id, onHand: 5_000 })
      return id
    }
    const offers = {
      wrench: await offer('wrench'),
      sockets: await offer('sockets'),
      bolts: await offer('bolts'),
      washers: await offer('washers'),
      hose: await offer('hose'),
    }
    const { key } = await createApiKey(tx, {
      name: 'Storefront',
      scopes: ['catalogue.read', 'purchase.quote', 'purchase.place', 'purchase.read'],
    })
    return { tenantId, offers, shopKey: key }
  })
}

export function buyerOf(name: string): PlacePurchase['buyer'] {
  const slug = name.toLowerCase().replace(/[^a-z]+/g, '-')
  return {
    externalId: slug,
    name,
    // No more than 64 characters stand before the @.
    email: `${slug.slice(0, 60)}@buyers.example`,
    address: { name, street: 'Am Kai 14', postalCode: '20457', city: 'Hamburg', region: '', country: 'DE' },
  }
}
