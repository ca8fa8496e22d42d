import { createApiKey } from '@mainstay/auth/api-key'
import type { OrgUnit } from '@mainstay/db/access/org-unit'
import { insertOffer } from '@mainstay/db/offer/offer'
import { insertProduct } from '@mainstay/db/offer/product'
import { insertStockLevel } from '@mainstay/db/offer/stock'
import type { Tx } from '@mainstay/db/postgres/client'
import { insertCommissionRule } from '@mainstay/db/pricing/commission-rule'
import { insertSeller } from '@mainstay/db/seller/seller'
import { createTenant } from '@mainstay/db/tenant/create'
import { permissionsOf } from '@mainstay/domain/access/role'
import type { DemoSeller } from './assortment.ts'
import type { MarketplacePlan } from './marketplace.ts'
import { type Random, seededRandom } from './seeded-random.ts'

export const daysOfHistory = 30

/** The tenant, its people, its storefront's key, and everything on sale. Answers with the key, shown this once. */
export async function createMarketplace(
  tx: Tx,
  { tenant, members: people, sellers, size, seed }: MarketplacePlan,
  passwordHash: string,
): Promise<{ storefrontApiKey: string }> {
  const openedAt = tx.act.at
  const { operator, members } = await createTenant(tx, { tenant, people, passwordHash })
  const administrator = members.get('henrik')
  if (administrator === undefined) throw new Error('a marketplace has an administrator')
  const { id, name } = administrator
  const { key } = await createApiKey(tx.as({ actor: { type: 'member', id, name } }), {
    name: 'Storefront',
    scopes: permissionsOf('storefront'),
  })
  await insertCommissionRule(tx, {
    priority: 1,
    name: 'Everything',
    ratePpm: 125_000,
    currency: tenant.currency,
    validFrom: openedAt,
  })
  const random = seededRandom(seed)
  for (const seller of sellers.slice(0, size.sellers)) {
    await stockSeller(tx, seller, { operator, offers: size.offersEach, random })
  }
  return { storefrontApiKey: key }
}

export function daysBefore(at: Date, days: number): Date {
  return new Date(at.getTime() - days * 86_400_000)
}

type Stocking = { operator: OrgUnit; offers: number; random: Random }

async function stockSeller(tx: Tx, seller: DemoSeller, { operator, offers, random }: Stocking): Promise<void> {
  const { id: sellerId } = await insertSeller(tx, { name: seller.name, externalId: seller.sku, parent: operator })
  await Promise.all(
    goodsOf(seller)
      .slice(0, offers)
      .map(async ({ sku, title, unitPrice }) => {
        const onHand = 400 + random.below(1_600)
        const product = await insertProduct(tx, { title, externalId: sku })
        const offer = { productId: product.id, sellerId, sku, title, unitPrice, currency: 'EUR', taxRatePpm: 190_000 }
        const { id: offerId } = await insertOffer(tx, offer)
        await insertStockLevel(tx, { offerId, onHand })
      }),
  )
}

function goodsOf({ sku, ranges }: DemoSeller): { sku: string; title: string; unitPrice: number }[] {
  return ranges.flatMap(({ title, sizes, from, growth }, range) =>
    sizes.map((size, step) => ({
      sku: `${sku}-${range + 1}${String((step + 1) * 10).padStart(3, '0')}`,
      title: title.replace('%', size),
      unitPrice: Math.round((from * growth ** step) / 10) * 10,
    })),
  )
}
