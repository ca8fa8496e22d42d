import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { contextIn, type Look, looks, shoot, sidewaysScroll, violations } from './look.ts'
import type { MemberKey } from './market.ts'
import { openStack, type Stack } from './stack.ts'

const desk: Look = { theme: 'light', width: 1440 }

let stack: Stack
let browser: Browser
beforeAll(async () => {
  stack = await openStack()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await stack?.close()
})

async function overviewOf(person: MemberKey, look: Look, see: (page: Page) => Promise<void>): Promise<void> {
  const context = await contextIn(look, browser, stack.consoleUrl)
  try {
    await stack.signIn(context, person)
    const page = await context.newPage()
    await page.goto(`${stack.consoleUrl}/`)
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
    await see(page)
  } finally {
    await context.close()
  }
}

async function isSound(page: Page, name: string, look: Look): Promise<void> {
  expect(await violations(page)).toEqual([])
  expect(await sidewaysScroll(page)).toBe(0)
  await shoot(page, name, look)
}

test.each(looks)('an empty marketplace says that nothing waits: $theme, $width', async (look) => {
  await overviewOf('henrik', look, async (page) => {
    await page.getByText('Nothing waits').waitFor()
    await page.getByText('Nothing is in your hands.', { exact: false }).waitFor()
    await isSound(page, 'overview-empty', look)
  })
})

test.each(looks)('the first page shows what waits and how trade goes: $theme, $width', async (look) => {
  await stack.place({ wrench: 2, bolts: 10 })
  await stack.settled()
  await overviewOf('henrik', look, async (page) => {
    await page.getByRole('figure', { name: /^In 14 days buyers paid/ }).waitFor()
    await isSound(page, 'overview', look)
  })
})

test('a figure leads to its list, and an order that is placed meanwhile is counted without a reload', async () => {
  await overviewOf('henrik', desk, async (page) => {
    const today = page.getByRole('link', { name: /^Orders today/ })
    const before = Number(/\d+$/.exec(await today.locator('b').innerText())?.[0])
    await stack.place({ wrench: 1 })
    await page
      .getByRole('link', { name: /^Orders today/ })
      .getByText(String(before + 1), { exact: true })
      .waitFor()
    await today.click()
    await page.waitForURL(/\/orders\?placed=gte\./)
    await page.getByRole('heading', { level: 1, name: 'Orders' }).waitFor()
  })
})

test('who may not see the books is shown no money', async () => {
  await overviewOf('priya', desk, async (page) => {
    await page.getByRole('figure', { name: /^Orders by day/ }).waitFor()
    expect(await page.getByRole('figure', { name: /buyers paid/ }).count()).toBe(0)
  })
})
