import { startImportRun } from '@mainstay/db/import-run/import-run'
import { importPurchases } from '@mainstay/db/import-run/purchases'
import { inTenant } from '@mainstay/db/postgres/client'
import { saveBuyer } from '@mainstay/db/purchase/buyer'
import { blumenhaus } from '@mainstay/db/test/market'
import { writer } from '@mainstay/db/test/writer'
import { importedPurchase } from '@mainstay/domain/import-run/purchase'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { looks, shoot, sidewaysScroll, violations } from './look.ts'
import { openStack, type Stack } from './stack.ts'
import { visits } from './visit.ts'

const old = 'ORD-2019/004711'

let stack: Stack
let browser: Browser
let number: string
beforeAll(async () => {
  stack = await openStack()
  browser = await launchBrowser()
  number = (await stack.place({ wrench: 1, hose: 1 }, { buyer: 'Anneke Möller Ångström' })).number
  await stack.place({ bolts: 1 }, { buyer: 'Stadtwerke Oldau' })
  await stack.place({ washers: 2 }, { buyer: 'Fonderie Valmont' })
  await inTenant(stack.database.rw, writer(stack.tenantId), async (tx) => {
    const run = { source: 'the old shop', currency: 'EUR' as const }
    const counts = { linesRead: 1, purchasesInFile: 1, purchasesRejected: 0, problems: [] }
    const { id } = await startImportRun(tx, { ...run, ...counts, fileName: 'old.csv', fileHash: 'old' })
    const line = { itemId: '1', productId: 'P', sellerId: 'S', shippingLimit: new Date(), price: 100, freight: 0 }
    await importPurchases(tx, {
      run: { id, ...run },
      tenant: { numberPrefix: 'NW', salesMode: 'agent', taxInclusive: true },
      buyer: await saveBuyer(tx, { ...blumenhaus, externalId: 'old', name: 'Alter Laden', email: 'laden@old.example' }),
      purchases: [importedPurchase([{ ...line, orderId: old, line: 2 }])],
    })
  })
  await stack.settled()
})
afterAll(async () => {
  await browser?.close()
  await stack?.close()
})

const as = visits(() => ({ stack, browser }))

const open = (page: Page, path: string) => page.goto(stack.consoleUrl + path, { waitUntil: 'networkidle' })
const field = (page: Page) => page.getByLabel('Search or add a filter')
const rows = (page: Page) => page.locator('[data-row]')
const palette = (page: Page) => page.getByRole('dialog', { name: 'Search or run a command' })

async function openPalette(page: Page, typed: string) {
  await page.keyboard.press('ControlOrMeta+k')
  await palette(page).getByRole('combobox').fill(typed)
}

/** What people type, and whose order it finds. */
const kinds = (): [typed: string, buyer: string][] => [
  [old, 'Alter Laden'],
  ['4711', 'Alter Laden'],
  ['moller', 'Anneke Möller Ångström'],
  ['angstrom anneke', 'Anneke Möller Ångström'],
  ['brückner', 'Anneke Möller Ångström'],
  ['laden@old.example', 'Alter Laden'],
  [number.slice(-4), 'Anneke Möller Ångström'],
  [`#${number.toLowerCase().replace('-', '–').replaceAll('0', 'o')}`, 'Anneke Möller Ångström'],
]

describe('an order is found', { timeout: 120_000 }, () => {
  test('in the list, by what people type', async () => {
    await as('aylin', async (page) => {
      for (const [typed, buyer] of kinds()) {
        await open(page, '/orders')
        await field(page).fill(typed)
        await page.keyboard.press('Enter')
        await page.waitForURL((url) => url.searchParams.get('query') === typed)
        await expect.poll(() => rows(page).count(), { message: typed }).toBe(1)
        await rows(page).getByText(buyer).waitFor()
      }
    })
  })

  test('in the palette, which opens it, by the same', async () => {
    await as('aylin', async (page) => {
      await open(page, '/orders')
      for (const [typed, buyer] of kinds()) {
        await openPalette(page, typed)
        await palette(page).getByRole('option', { name: buyer }).waitFor()
        expect(await palette(page).getByRole('option', { name: /^NW-/ }).count(), typed).toBe(1)
        await page.keyboard.press('Escape')
      }
      await openPalette(page, number.slice(-4))
      await palette(page).getByRole('option', { name: number }).click()
      await page.waitForURL(`**/orders/${number}`)
      await open(page, `/orders/${encodeURIComponent(number.toLowerCase().replace('-', '–'))}`)
      await page.getByRole('heading', { name: number }).waitFor()
    })
  })

  test('with the others like it by going on from the palette to the list', async () => {
    await as('aylin', async (page) => {
      await open(page, '/sellers')
      await openPalette(page, 'möller')
      await palette(page).getByRole('option', { name: 'Orders with “möller”' }).click()
      await page.waitForURL('**/orders?query=*')
      await expect.poll(() => rows(page).count()).toBe(1)
      await rows(page).getByText('Anneke Möller Ångström').waitFor()
    })
  })
})

test('a seller is found by a word of the name, in the list and in the palette', async () => {
  await as('clara', async (page) => {
    await open(page, '/sellers?view=all')
    await field(page).fill('fasteners')
    await page.keyboard.press('Enter')
    await page.waitForURL(/query=fasteners/)
    await expect.poll(() => rows(page).count()).toBe(1)
    await field(page).blur()
    await openPalette(page, 'bruckner')
    await palette(page)
      .getByRole('option', { name: /Brückner Hydraulik KG seller/ })
      .click()
    await page.waitForURL('**/sellers/*')
  })
})

test.each(looks)('what is searched is said before and after, in $theme at $width', async (look) => {
  await as(
    'aylin',
    async (page) => {
      await open(page, '/orders?query=nobody')
      await page.getByText('A search finds the beginning or end of a number').waitFor()
      expect(await field(page).getAttribute('placeholder')).toMatch(/^Number, buyer, e-mail or seller, or a filter/)
      await shoot(page, 'search-empty', look)
      expect(await violations(page)).toEqual([])
      expect(await sidewaysScroll(page)).toBe(0)
      await page.keyboard.press('ControlOrMeta+k')
      await palette(page).getByRole('combobox').fill('moller')
      await palette(page).getByRole('option', { name: number }).waitFor()
      await shoot(page, 'search-palette', look)
      expect(await violations(page)).toEqual([])
    },
    look,
  )
})
