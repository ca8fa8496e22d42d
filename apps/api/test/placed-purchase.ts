import { inTenant } from '@mainstay/db/postgres/client'
import { blumenhaus, type Market, stockMarket } from '@mainstay/db/test/market'
import { writer } from '@mainstay/db/test/writer'
import type { PlacedPurchase, PlacePurchase } from '@mainstay/domain/purchase/purchase'
import { v7 } from 'uuid'
import type { TestApi, TestTenant } from './api.ts'

type Stock = Pick<Market, 'blom' | 'hahn' | 'paper' | 'soap'>

const stocks = new WeakMap<TestTenant, Promise<Stock>>()

/** Two sellers with an offer each, put into the tenant the first time somebody asks. */
export function stockOf(api: TestApi, tenant: TestTenant): Promise<Stock> {
  const known = stocks.get(tenant)
  if (known) return known
  const opened = inTenant(api.database.rw, writer(tenant.id), (tx) => stockMarket(tx, tenant.operator))
  stocks.set(tenant, opened)
  return opened
}

export function basketOf(
  lines: PlacePurchase['lines'],
  overrides: Partial<Omit<PlacePurchase, 'lines'>> = {},
): PlacePurchase {
  return { lines, buyer: blumenhaus, paymentMethod: 'pm_card_visa', ...overrides }
}

/** A purchase of one piece of Blom's paper and two of Hahn's soap, placed by a storefront. */
export async function placeIn(
  api: TestApi,
  tenant: TestTenant,
  lines?: PlacePurchase['lines'],
): Promise<PlacedPurchase> {
  const { paper, soap } = await stockOf(api, tenant)
  const shop = await tenant.callerWithKey(['purchase.place'], { idempotencyKey: v7() })
  return shop.purchase.place(
    basketOf(
      lines ?? [
        { offerId: paper, quantity: 1 },
        { offerId: soap, quantity: 2 },
      ],
    ),
  )
}
