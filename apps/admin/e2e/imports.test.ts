import { finishImportRun, startImportRun } from '@mainstay/db/import-run/import-run'
import { importPurchases } from '@mainstay/db/import-run/purchases'
import { acrossTenants, inTenant } from '@mainstay/db/postgres/client'
import { saveBuyer } from '@mainstay/db/purchase/buyer'
import { findTenantBySlug } from '@mainstay/db/tenant/tenant'
import { blumenhaus } from '@mainstay/db/test/market'
import { writer } from '@mainstay/db/test/writer'
import { importedPurchase } from '@mainstay/domain/import-run/purchase'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { looks, shoot, sidewaysScroll, violations } from './look.ts'
import { workspace } from './market.ts'
import { openStack, type Stack } from './stack.ts'
import { visits } from './visit.ts'

let stack: Stack
let browser: Browser
let mended: string
let first: string
beforeAll(async () => {
  stack = await openStack()
  browser = await launchBrowser()
  first = await importFile('history.csv', [
    item('S1', '1', { sellerId: 'otto', price: 19900 }),
    item('S2', '1', { sellerId: 'nora', price: 5000 }),
    item('S2', '2', { sellerId: 'otto', price: 8000 }),
  ])
  mended = await importFile('history-mended.csv', [
    item('S1', '1', { sellerId: 'greta', price: 19900 }),
    item('S2', '1', { sellerId: 'otto', price: 8000 }),
    item('S2', '2', { sellerId: 'nora', price: 5000 }),
  ])
})
afterAll(async () => {
  await browser.close()
  await stack.close()
})

const as = visits(() => ({ stack, browser }))

const item = (orderId: string, itemId: string, paid: { sellerId: string; price: number }) => {
  const shippingLimit = new Date('2024-03-08T16:45:00Z')
  return {
    orderId,
    itemId,
    ...paid,
    productId: `p${itemId}`,
    freight: 1787,
    shippingLimit,
    line: 2 + Number(itemId),
  }
}

async function importFile(fileName: string, rows: ReturnType<typeof item>[]): Promise<string> {
  const tenant = await acrossTenants(stack.database.rw, (tx) => findTenantBySlug(tx, workspace))
  if (tenant === undefined) throw new Error('there is no workspace')
  const file = { source: 'old-shop', fileName, fileHash: fileName, currency: 'EUR' } as const
  return inTenant(stack.database.rw, writer(tenant.id), async (tx) => {
    const read = { linesRead: 3, purchasesInFile: 2, purchasesRejected: 0, problems: [] }
    const { id } = await startImportRun(tx, { ...file, ...read })
    const purchases = [...Map.groupBy(rows, (row) => row.orderId).values()].map(importedPurchase)
    const buyer = await saveBuyer(tx, blumenhaus)
    await importPurchases(tx, { run: { ...file, id }, tenant, buyer, purchases, applies: true })
    const sellers = new Set(rows.map((row) => row.sellerId)).size
    const sums = { purchases: 2, splitPurchases: 1, orders: 3, sellers, products: 2, items: 32900, freight: 5361 }
    await finishImportRun(tx, { id, fileName }, { file: sums, purchasesRejected: 0 })
    return id
  })
}

describe.each(looks)('in $theme at $width', (look) => {
  test('the page of an import says what it changed, and that of the one before that this was changed', async () => {
    await as(
      'henrik',
      async (page) => {
        await page.goto(`${stack.consoleUrl}/imports/${mended}`)
        await page.getByText('All three agree in every figure.').waitFor()
        const changed = page.getByRole('table', { name: 'Purchases this import changed, by line number' })
        await changed.getByText('the seller of item 1 was otto and is greta').waitFor()
        expect(await changed.getByRole('link').count()).toBe(2)
        await shoot(page, 'import-changed', look)
        expect(await violations(page)).toEqual([])
        expect(await sidewaysScroll(page)).toBe(0)

        await page.goto(`${stack.consoleUrl}/imports/${first}`)
        await page.getByText('All three agree in every figure.').waitFor()
        await page.getByText('A later import changed 2 purchases of it.').waitFor()
        await shoot(page, 'import-changed-later', look)
        expect(await violations(page)).toEqual([])
      },
      look,
    )
  })

  test('the page of a changed order shows what stands of it, and the money adds up', async () => {
    await as(
      'henrik',
      async (page) => {
        await page.goto(`${stack.consoleUrl}/imports/${mended}`)
        await page
          .getByRole('table', { name: 'Purchases this import changed, by line number' })
          .getByRole('link')
          .first()
          .click()
        await page.getByText('made the order what its mended file says').waitFor()
        await shoot(page, 'import-changed-order', look)
      },
      look,
    )
  })
})
