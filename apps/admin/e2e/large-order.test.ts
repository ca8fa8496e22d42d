import { inTenant, raw } from '@mainstay/db/postgres/client'
import { openOffer } from '@mainstay/db/test/market'
import { writer } from '@mainstay/db/test/writer'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { looks, shoot, sidewaysScroll, violations } from './look.ts'
import { openStack, type Stack } from './stack.ts'
import { visits } from './visit.ts'

const linesMax = 1000
let stack: Stack
let browser: Browser
let number: string
beforeAll(async () => {
  stack = await openStack()
  browser = await launchBrowser()
  const offers = await inTenant(stack.database.rw, writer(stack.tenantId), async (tx) => {
    const [seller] = await raw<{ id: string }>(tx, 'select id from seller where tenant_id = $1 order by name limit 1', [
      tx.tenantId,
    ])
    if (seller === undefined) throw new Error('the market has no seller')
    const numbers = Array.from({ length: linesMax }, (_, index) => index)
    return Promise.all(numbers.map((each) => openOffer(tx, { seller, sku: `L-${each}`, unitPrice: 101 + each })))
  })
  const placed = await stack.placeLines(offers.map((offerId) => ({ offerId, quantity: 1 })))
  number = placed.number
  await stack.settled()
})
afterAll(async () => {
  await browser?.close()
  await stack?.close()
})

const as = visits(() => ({ stack, browser }))

test('an order of 1,000 lines is read, and a refund of all of them shows what it changes before it is asked for', () =>
  as('jonas', async (page) => {
    await page.goto(`${stack.consoleUrl}/orders/${number}`)
    await page.getByText('L-999', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Refund lines…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Refund Title of L-0', { exact: true }).waitFor()
    await dialog.getByLabel('All that is left to pay back').check()
    await dialog.getByLabel('Reason').selectOption('Defective goods')
    await dialog.getByLabel('Note').fill('The whole delivery stood in water')
    await dialog.getByText('Balanced.').waitFor()
    await dialog.getByRole('button', { name: 'Request refund of 6,005.00 EUR' }).waitFor()
  }))

test.each(looks.filter(({ theme }) => theme === 'light'))('it reads well in $theme at $width', (look) =>
  as(
    'jonas',
    async (page) => {
      await page.goto(`${stack.consoleUrl}/orders/${number}`)
      await page.getByText('L-999', { exact: true }).waitFor()
      await shoot(page, 'large-order', look)
      expect(await sidewaysScroll(page)).toBe(0)
      expect(await violations(page)).toEqual([])
    },
    look,
  ),
)
