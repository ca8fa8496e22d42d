import { readInbox } from '@mainstay/sandbox/test/control'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { type Look, shoot, sidewaysScroll } from './look.ts'
import { password } from './market.ts'
import { openStack, type Stack } from './stack.ts'
import { visits } from './visit.ts'

const looks: Look[] = [
  { theme: 'light', width: 1440 },
  { theme: 'dark', width: 1440 },
  { theme: 'light', width: 390 },
]

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

const longName = 'مؤسسة الخليج للصناعات الثقيلة والتجارة الدولية المحدودة في دبي وأبوظبي'
const buyers = {
  dubai: {
    externalId: 'dubai',
    name: longName,
    email: 'info@bücher.example',
    address: { name: longName, street: 'شارع الشيخ زايد 1', city: 'دبي', country: 'AE' },
  },
  hongKong: {
    externalId: 'hong-kong',
    name: '九龍貿易有限公司',
    email: 'a&b@firma.example',
    address: { name: '收貨部', street: '彌敦道 20', city: '九龍', country: 'HK' },
  },
  oneWord: {
    externalId: 'one-word',
    name: 'W'.repeat(200),
    email: `${'w'.repeat(60)}@${'w'.repeat(60)}.example`,
    address: { name: 'W', street: 'w'.repeat(200), postalCode: '20457', city: 'Hamburg', country: 'DE' },
  },
}

test.each([
  ['dubai', 'شارع الشيخ زايد 1, دبي, United Arab Emirates'],
  ['hongKong', '九龍, 彌敦道 20, Hong Kong'],
  ['oneWord', `${'w'.repeat(200)}, 20457 Hamburg, Germany`],
] as const)(
  'an order to %s says where it goes as its country writes it, and nothing leaves the page',
  async (to, lines) => {
    const { number } = await stack.place({ washers: 1 }, { buyer: buyers[to] })
    await stack.settled()
    for (const look of looks) {
      await as(
        'maria',
        async (page) => {
          await page.goto(`${stack.consoleUrl}/orders/${number}`)
          const place = page.getByRole('term').filter({ hasText: 'Deliver to' }).locator('xpath=following-sibling::dd')
          await place.waitFor()
          expect(await place.textContent()).toBe(lines)
          await page.getByText(buyers[to].email).first().waitFor()
          expect(await sidewaysScroll(page)).toBe(0)
          await shoot(page, `order-${to}`, look)
        },
        look,
      )
    }
    expect(await readInbox(stack.sandboxUrl, buyers[to].email)).toMatchObject([{ copies: 1 }])
  },
)

test('whoever writes the workspace large and pastes their address with blanks signs in', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${stack.consoleUrl}/sign-in`)
  await page.getByLabel('Workspace').fill(' NORDWIND\u00A0')
  await page.getByLabel('Work e-mail').fill(' Maria@Nordwind.example ')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
  await context.close()
})

test('a seller is put forward with a country by its letters, and one that is none is told what to write', async () => {
  await as('henrik', async (page) => {
    await page.goto(`${stack.consoleUrl}/sellers`)
    await page.getByRole('button', { name: 'Put a seller forward…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name', { exact: true }).fill(`${longName}\u200B`)
    await dialog.getByLabel('E-mail').fill('info@bücher.example')
    await dialog.getByLabel('Country').fill('UK')
    await dialog.getByLabel('Number in the trade register').fill('7 \u202EHRB')
    await dialog.getByRole('button', { name: 'Put forward' }).click()
    await dialog.getByText('Write United Kingdom as GB').waitFor()
    await shoot(page, 'seller-form', { theme: 'light', width: 1440 })
    await dialog.getByLabel('Country').fill('gb')
    await dialog.getByRole('button', { name: 'Put forward' }).click()
    await page.getByRole('heading', { name: longName }).waitFor()
    await page.getByText('United Kingdom').waitFor()
    await page.getByText('info@bücher.example').waitFor()
    for (const width of [1440, 390] as const) {
      await page.setViewportSize({ width, height: 900 })
      expect(await sidewaysScroll(page)).toBe(0)
      await shoot(page, 'seller', { theme: 'light', width })
    }
  })
})
