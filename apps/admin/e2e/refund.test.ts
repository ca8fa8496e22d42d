import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { looks, shoot, sidewaysScroll, violations } from './look.ts'
import { openStack, type Stack } from './stack.ts'
import { visits } from './visit.ts'

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

const as = visits(() => ({ stack, browser }))

const open = (page: Page, path: string) => page.goto(stack.consoleUrl + path)

/** Fills the dialog on the order's page and sends it. Answers with the address of the new refund. */
async function request(page: Page, number: string, { seller, line, amount }: Asked): Promise<string> {
  await open(page, `/orders/${number}`)
  await page.getByRole('button', { name: 'Refund lines…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Seller’s part').selectOption({ label: `${number}-${seller.letter} · ${seller.name}` })
  await dialog.getByLabel(`Refund ${line}`).check()
  await dialog.getByLabel(`Amount for ${line}`).fill(amount)
  await dialog.getByLabel('Reason').selectOption('Defective goods')
  await dialog.getByLabel('Note').fill('Two wrenches fail calibration')
  await dialog.getByText('Balanced.').waitFor()
  await dialog
    .getByRole('button', { name: `Request refund of ${amount.replace(/^(\d)(\d{3})\./, '$1,$2.')} EUR` })
    .click()
  await dialog.waitFor({ state: 'detached' })
  const link = page.getByRole('region', { name: 'Refunds' }).getByRole('link', { name: /^RF-/ }).first()
  return (await link.getAttribute('href')) ?? ''
}

type Asked = { seller: { letter: string; name: string }; line: string; amount: string }

const kaltmann = { letter: 'A', name: 'Kaltmann Werkzeuge GmbH' }
const wrench = 'Torque wrench 40–200 Nm, 1/2″'

describe('a refund above one person’s limit', () => {
  test('is asked for by Jonas, locked to him, above Sofie’s limit, and released by Maria', async () => {
    const { number } = await stack.place({ wrench: 8, bolts: 10 })
    await stack.settled()

    const address = await as('jonas', async (page) => {
      const refund = await request(page, number, { seller: kaltmann, line: wrench, amount: '1200.00' })
      await page.getByText('Refund RF-', { exact: false }).first().waitFor()
      expect(await page.getByRole('rowheader', { name: /if approved/ }).count()).toBe(1)

      await open(page, refund)
      const approve = page.getByRole('button', { name: 'Approve 1,200.00 EUR' })
      await page.getByText('You asked for this refund yourself.').waitFor()
      expect(await approve.getAttribute('aria-disabled')).toBe('true')
      await page.keyboard.press('Control+Enter')
      expect(await page.getByText('Waits for a second person', { exact: true }).count()).toBe(1)
      return refund
    })

    await as('sofie', async (page) => {
      await open(page, address)
      await page.getByText('1,200.00 EUR is above your limit of 1,000.00 EUR.').waitFor()
      // What changes is above the button, and moves it when it comes.
      await page.getByRole('table', { name: 'Effect of the refund on each party' }).waitFor()
      await page.getByRole('button', { name: 'Approve 1,200.00 EUR' }).click({ force: true })
      await page.getByRole('tooltip').waitFor({ state: 'attached' })
      expect(await page.getByText('Waits for a second person', { exact: true }).count()).toBe(1)
    })

    await as('maria', async (page) => {
      await open(page, address)
      await page.getByLabel('Note').fill('Calibration sheet seen')
      await page.getByRole('button', { name: 'Approve 1,200.00 EUR' }).click()
      await page.getByText('The buyer has the money back').waitFor()
      await page.getByText('Maria Lindholm noted:').waitFor()

      await open(page, `/orders/${number}`)
      await page.getByRole('region', { name: 'Refunds' }).getByText('Paid back').waitFor()
      const refunded = page.locator('dl').getByText('1,200.00 EUR')
      await refunded.waitFor()
      await page.getByRole('rowheader', { name: 'Payable to sellers' }).waitFor()
      expect(await page.getByRole('rowheader', { name: /if approved/ }).count()).toBe(0)
    })
  })

  test('keeps the focus when the keys move to it', async () => {
    const { number } = await stack.place({ sockets: 1 }, { buyer: 'Stadtwerke Oldau' })
    await stack.settled()
    await as('jonas', (page) =>
      requestOfOnlySeller(page, number, { line: 'Impact socket set, 26 pieces', amount: '9.00' }),
    )
    await as('maria', async (page) => {
      await page.goto(`${stack.consoleUrl}/approvals/refunds`, { waitUntil: 'networkidle' })
      await page.keyboard.press('j')
      await page.waitForURL(/refunds\/[\w-]+/)
      await page.getByRole('button', { name: /^Approve/ }).waitFor()
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-refund') ?? ''))
        .toBe(new URL(page.url()).pathname.split('/').at(-1))
    })
  })

  test('is decided once: the second of two who look at it is told who was first', async () => {
    const { number } = await stack.place({ sockets: 3 }, { buyer: 'Stadtwerke Oldau' })
    await stack.settled()
    const address = await as('jonas', (page) =>
      requestOfOnlySeller(page, number, { line: 'Impact socket set, 26 pieces', amount: '99.00' }),
    )
    await as('henrik', async (late) => {
      await open(late, address)
      await late.getByRole('button', { name: 'Approve 99.00 EUR' }).waitFor()
      await as('maria', async (page) => {
        await open(page, address)
        await page.getByRole('button', { name: /^Deny…/ }).click()
        await page.getByLabel('Why').fill('The photos show another tool')
        await page.getByRole('dialog').getByRole('button', { name: 'Deny 99.00 EUR' }).click()
        await page.getByText(/^RF-\S+ is denied\.$/).waitFor()
        // The next one that waits opens: it is the one of the test before.
        await page.getByRole('button', { name: 'Approve 9.00 EUR' }).waitFor()
      })
      // Nobody asks: the open page hears of it by itself.
      await late.getByText('Nothing is sent').waitFor()
      await expect.poll(() => late.getByRole('button', { name: 'Approve 99.00 EUR', disabled: false }).count()).toBe(0)
      await late.getByRole('list', { name: 'Four-eyes state' }).getByText('Maria Lindholm').waitFor()
    })
  })
})

async function requestOfOnlySeller(
  page: Page,
  number: string,
  { line, amount }: Omit<Asked, 'seller'>,
): Promise<string> {
  await open(page, `/orders/${number}`)
  await page.waitForLoadState('networkidle')
  await page.keyboard.press('r')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(`Refund ${line}`).check()
  await dialog.getByLabel(`Amount for ${line}`).fill(amount)
  await dialog.getByLabel('Reason').selectOption('Goodwill')
  await dialog.getByLabel('Note').fill('As agreed by phone')
  await page.keyboard.press('Control+Enter')
  await dialog.waitFor({ state: 'detached' })
  const link = page.getByRole('region', { name: 'Refunds' }).getByRole('link', { name: /^RF-/ }).first()
  return (await link.getAttribute('href')) ?? ''
}

describe('the list of orders', () => {
  test('keeps its filters through a reload and while paging, and gives them back by their chips', async () => {
    for (let placed = 0; placed < 22; placed += 1) await stack.place({ washers: 1 }, { buyer: 'Fonderie Valmont' })
    await stack.settled()
    await as('aylin', async (page) => {
      await open(page, '/orders?limit=20')
      const field = page.getByLabel('Search or add a filter')
      await field.fill('Fonderie')
      await field.press('Enter')
      await field.fill('payment:paid')
      await field.press('Enter')
      await page.waitForURL(/query=Fonderie&payment=paid/)
      await page.getByText('20 orders on this page').waitFor()
      await page.reload()
      // The server has drawn the page before its keys are there.
      await page.waitForLoadState('networkidle')
      await page.getByText('20 orders on this page').waitFor()
      expect(await page.getByRole('row').filter({ hasNotText: 'Fonderie Valmont' }).count()).toBe(2)

      await field.blur()
      await page.keyboard.press(']')
      await page.waitForURL(/cursor=/)
      await page.getByText('2 orders on this page').waitFor()
      expect(new URL(page.url()).searchParams.get('payment')).toBe('paid')
      await page.keyboard.press('[')
      await page.getByText('20 orders on this page').waitFor()

      await page.getByRole('button', { name: 'Remove filter search' }).click()
      await page.waitForURL((url) => url.searchParams.get('query') === null)
      expect(new URL(page.url()).searchParams.get('payment')).toBe('paid')
    })
  })

  test('says so when a view is empty because all is well, and when filters leave nothing', async () => {
    await as('clara', async (page) => {
      await open(page, '/orders?view=unknown')
      await page.getByText('Every payment has a known outcome').waitFor()
      await open(page, '/orders?query=Nobody')
      await page.getByText('No order fits these filters').waitFor()
      await page.getByRole('link', { name: 'Clear the filters' }).click()
      await page.getByRole('row').nth(1).waitFor()
    })
  })
})

describe('every page', { timeout: 180_000 }, () => {
  test.each(looks)('reads well and stays within the screen in $theme at $width', async (look) => {
    const { number } = await stack.place(
      { wrench: 2, hose: 3 },
      { buyer: 'Norddeutsche Gesellschaft für Gebäudetechnik, Instandhaltung und Anlagenbau mbH & Co. KG' },
    )
    await stack.settled()
    const refund = await as('jonas', (page) =>
      request(page, number, { seller: kaltmann, line: wrench, amount: '40.00' }),
    )
    await as(
      'maria',
      async (page) => {
        const pages: [string, string, string | RegExp][] = [
          ['orders', '/orders', 'Orders'],
          ['orders-filtered', '/orders?view=late&payment=failed', 'Orders'],
          ['order', `/orders/${number}`, number],
          ['refunds', '/approvals/refunds', 'Refund approvals'],
          ['refund', refund, /^RF-/],
          ['not-found', '/orders/NW-00000000', 'There is nothing at this address'],
        ]
        for (const [name, path, heading] of pages) {
          await open(page, path)
          await page.getByRole('heading', { name: heading }).first().waitFor()
          await page.waitForLoadState('networkidle')
          await shoot(page, name, look)
          expect([name, await violations(page)]).toEqual([name, []])
          expect([name, await sidewaysScroll(page)]).toEqual([name, 0])
        }
        await open(page, `/orders/${number}`)
        await page.getByRole('button', { name: 'Refund lines…' }).click()
        await page.getByLabel(`Refund ${wrench}`).check()
        await page.getByText('Balanced.').waitFor()
        await shoot(page, 'refund-dialog', look)
        expect(await violations(page)).toEqual([])
      },
      look,
    )
  })
})
