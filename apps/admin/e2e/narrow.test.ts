import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import type { Look } from './look.ts'
import { openStack, type Stack } from './stack.ts'
import { visits } from './visit.ts'
import { waitingRefund } from './work-items.ts'

const phone: Look = { theme: 'light', width: 390 }

let stack: Stack
let browser: Browser
beforeAll(async () => {
  stack = await openStack()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await stack.close()
})

const as = visits(() => ({ stack, browser }))

test('on a phone the lines of every seller show what is to be paid without scrolling sideways', async () => {
  const { number } = await stack.place({ wrench: 6, bolts: 2, hose: 3 })
  await as(
    'maria',
    async (page) => {
      await page.goto(`${stack.consoleUrl}/orders/${number}`)
      const lines = page.getByRole('region', { name: 'Lines by seller, scrolls sideways' })
      await lines.getByRole('row', { name: /KW-TW200.*6 × 176\.72.*1,060\.32/ }).waitFor()
      const hidden = await lines.evaluate((region) => region.scrollWidth - region.clientWidth)
      expect(hidden).toBe(0)
    },
    phone,
  )
})

test('on a phone what waits shows how much of it does, however late it is', async () => {
  await waitingRefund(stack, 'RF-LATE', -(21 * 60 + 10))
  await as(
    'maria',
    async (page) => {
      await page.goto(stack.consoleUrl)
      const waits = page.getByRole('region', { name: 'What waits, scrolls sideways' })
      await waits.getByRole('row', { name: /Refund waits for a second person.*late 1/ }).waitFor()
      expect(await waits.evaluate((region) => region.scrollWidth - region.clientWidth)).toBe(0)
    },
    phone,
  )
})

test('a name written from right to left is cut where it ends, not where it begins', async () => {
  const name = 'شركة الميناء للصناعات الثقيلة والتجارة الدولية المحدودة في هامبورغ وبرلين'
  const { number } = await stack.place({ washers: 1 }, { buyer: name })
  await as('maria', async (page) => {
    await page.goto(`${stack.consoleUrl}/orders`)
    const written = page.getByRole('row', { name: new RegExp(number) }).getByText(name)
    await written.waitFor()
    const isInSight = await written.evaluate((element) => {
      const beginning = document.createRange()
      beginning.setStart(element.firstChild ?? element, 0)
      beginning.setEnd(element.firstChild ?? element, 1)
      const { left, right } = beginning.getBoundingClientRect()
      const box = element.getBoundingClientRect()
      return element.scrollWidth > element.clientWidth && left >= box.left && right <= box.right
    })
    expect(isInSight).toBe(true)
  })
})
