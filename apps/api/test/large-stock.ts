import { inTenant } from '@mainstay/db/postgres/client'
import { insertSeller } from '@mainstay/db/seller/seller'
import { openOffer } from '@mainstay/db/test/market'
import { writer } from '@mainstay/db/test/writer'
import type { TestApi, TestTenant } from './api.ts'
import { stockOf } from './placed-purchase.ts'

/** Offers of one seller, beside what `stockOf` puts into the tenant. */
export async function largeStock(api: TestApi, tenant: TestTenant, offers: number): Promise<string[]> {
  await stockOf(api, tenant)
  return inTenant(api.database.rw, writer(tenant.id), async (tx) => {
    const seller = await insertSeller(tx, { name: 'Groß & Lager', parent: tenant.operator })
    const numbers = Array.from({ length: offers }, (_, index) => index)
    return Promise.all(numbers.map((index) => openOffer(tx, { seller, sku: `L-${index}`, unitPrice: 101 + index })))
  })
}
