import { finishImportRun, startImportRun } from '@mainstay/db/import-run/import-run'
import { unknownAddress } from '@mainstay/db/import-run/lines'
import { importPurchases } from '@mainstay/db/import-run/purchases'
import { inTenant } from '@mainstay/db/postgres/client'
import { saveBuyer } from '@mainstay/db/purchase/buyer'
import { writer } from '@mainstay/db/test/writer'
import type { Actor } from '@mainstay/domain/access/actor'
import { importedPurchase } from '@mainstay/domain/import-run/purchase'
import { v7 } from 'uuid'
import type { TestApi, TestTenant } from './api.ts'

const importer: Actor = { type: 'system', name: 'Import' }
const limit = new Date('2017-09-19T09:45:35Z')
const row = { orderId: 'A-1', itemId: '1', sellerId: 'S-1', shippingLimit: limit, line: 2 }

/** Two purchases of an old system, one of them from two sellers, and a line that could not be read. */
export async function importIn(api: TestApi, tenant: TestTenant, startedAt = new Date()): Promise<{ id: string }> {
  const mark = v7()
  const rows = [
    { ...row, productId: 'P-1', price: 5890, freight: 1329 },
    { ...row, itemId: '2', sellerId: 'S-2', productId: 'P-2', price: 1000, freight: 0 },
  ]
  const purchases = [
    importedPurchase(rows.map((each) => ({ ...each, orderId: `A-${mark}` }))),
    importedPurchase([{ ...row, orderId: `B-${mark}`, productId: 'P-1', price: 23990, freight: 1993 }]),
  ]
  return inTenant(api.database.rw, writer(tenant.id, { actor: importer, at: startedAt }), async (tx) => {
    const run = { source: `old-${mark}`, currency: 'BRL', fileName: 'orders.csv', fileHash: mark }
    const { id } = await startImportRun(tx, {
      ...run,
      linesRead: 4,
      purchasesInFile: 3,
      purchasesRejected: 1,
      problems: [{ line: 5, field: 'price', message: 'is empty', purchaseExternalId: 'C-1' }],
    })
    const name = 'Imported buyer'
    const buyer = await saveBuyer(tx, {
      externalId: `import:${mark}`,
      name,
      email: 'imported@old.invalid',
      address: { ...unknownAddress, name },
    })
    const terms = { numberPrefix: 'NW', salesMode: 'agent', taxInclusive: true } as const
    await importPurchases(tx, {
      run: { ...run, id },
      tenant: terms,
      buyer,
      purchases,
    })
    const file = { purchases: 2, splitPurchases: 1, orders: 3, sellers: 2, products: 2, items: 30880, freight: 3322 }
    await finishImportRun(tx, { ...run, id }, { file, purchasesRejected: 1 })
    return { id }
  })
}
