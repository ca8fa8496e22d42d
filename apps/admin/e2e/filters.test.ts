import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { looks, shoot, sidewaysScroll, violations } from './look.ts'
import { openStack, type Stack } from './stack.ts'
import { visits } from './visit.ts'

let stack: Stack
let browser: Browser
beforeAll(async () => {
  stack = await openStack()
  browser = await launchBrowser()
  await stack.place({ wrench: 1 }, { buyer: 'Hafen City Facility GmbH' })
  await stack.place({ hose: 1 }, { buyer: 'Stadtwerke Oldau' })
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
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '')

test('a seller is found by name in the field, and named in the filter though the page shows no such row', async () => {
  await as('aylin', async (page) => {
    await open(page, '/orders?payment=failed')
    await field(page).fill('seller:br')
    await page.getByRole('option', { name: /Brückner Hydraulik KG/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(/seller=/)
    await page.getByText('Brückner Hydraulik KG').waitFor()
    expect(await rows(page).count()).toBe(0)
    await page.getByRole('button', { name: 'Remove filter payment' }).click()
    await expect.poll(() => rows(page).count()).toBe(1)
  })
})

test('a buyer is found by name with the mouse alone', async () => {
  await as('maria', async (page) => {
    await open(page, '/orders')
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await page.getByRole('button', { name: 'Buyer' }).click()
    await page.getByLabel('Filter').getByText('Stadtwerke Oldau').click()
    await page.waitForURL(/buyer=/)
    await expect.poll(() => rows(page).count()).toBe(1)
  })
})

test('days are chosen in a calendar by keys, and the focus goes back the way it came', async () => {
  await as('aylin', async (page) => {
    await open(page, '/orders')
    await page.getByRole('button', { name: 'Filter', exact: true }).press('Enter')
    await expect.poll(() => focused(page)).toBe('Payment')
    await page.getByRole('button', { name: 'Placed' }).last().press('Enter')
    await expect.poll(() => focused(page)).toMatch(/^Today, /)
    await page.keyboard.press('Enter')
    await page.waitForURL(/placed=gte\./)
    await page.getByText(/^placed:≥\d{1,2} [A-Z][a-z]{2} \d{4}$/).waitFor()
    // What is chosen first has to stand before it becomes the end of a span.
    await expect.poll(() => focused(page)).toMatch(/selected$/)
    await page.keyboard.press('ArrowUp')
    await expect.poll(() => focused(page)).not.toMatch(/^Today, /)
    await page.keyboard.press('Enter')
    await expect
      .poll(() => {
        const [from = '', to = ''] = new URL(page.url()).searchParams.get('placed')?.split(',') ?? []
        return Date.parse(to.slice(4)) - Date.parse(from.slice(4))
      })
      .toBe(7 * 86_400_000)
    await page.getByRole('button', { name: 'Placed' }).last().press('Enter')
    await expect.poll(() => focused(page)).toBe('Placed')
    await page.keyboard.press('Escape')
    await expect.poll(() => focused(page)).toBe('Filter')
  })
})

test('what is no filter stays in the field, and the reason is not covered by suggestions', async () => {
  await as('aylin', async (page) => {
    await open(page, '/orders')
    await field(page).fill('placed:yesterday')
    await page.keyboard.press('Enter')
    const reason = page.getByRole('alert').getByText('placed:yesterday is no filter.')
    await reason.waitFor()
    expect(await field(page).inputValue()).toBe('placed:yesterday')
    const isOnTop = await reason.evaluate((element) => {
      const { left, top } = element.getBoundingClientRect()
      return element.contains(document.elementFromPoint(left + 8, top + 8))
    })
    expect(isOnTop).toBe(true)
  })
})

test.each(looks)('the calendar reads well in $theme at $width', async (look) => {
  await as(
    'maria',
    async (page) => {
      await open(page, '/orders')
      await page.getByRole('button', { name: 'Filter', exact: true }).click()
      await page.getByRole('button', { name: 'Placed' }).last().click()
      await page.getByRole('button', { name: /^Today, / }).click()
      await page.waitForURL(/placed=/)
      await shoot(page, 'calendar', look)
      expect(await violations(page)).toEqual([])
      expect(await sidewaysScroll(page)).toBe(0)
    },
    look,
  )
})
