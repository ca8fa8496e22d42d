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
  await stack.place({ wrench: 1 })
  await stack.settled()
})
afterAll(async () => {
  await browser?.close()
  await stack?.close()
})

const as = visits(() => ({ stack, browser }))

const open = (page: Page, path: string) => page.goto(stack.consoleUrl + path, { waitUntil: 'networkidle' })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const item = (page: Page, name: string | RegExp) => page.getByRole('menuitem', { name })
const choice = (page: Page, name: RegExp) => page.getByRole('menuitemradio', { name })
const dialogGone = (page: Page) => page.getByRole('dialog').waitFor({ state: 'detached' })

/** By its key, pressed until it is heard: nothing on a page shows when the browser has taken this part of it over. */
async function openMenu(page: Page): Promise<void> {
  const isOpen = async () => {
    await page.keyboard.press('v')
    return page.getByRole('menu').isVisible()
  }
  await expect.poll(isOpen, { timeout: 20_000, interval: 200 }).toBe(true)
}

async function save(page: Page, { name, shared = false }: { name: string; shared?: boolean }): Promise<void> {
  await openMenu(page)
  await item(page, 'Save this view…').click()
  const dialog = page.getByRole('dialog', { name: 'Save this view' })
  await dialog.getByLabel('Name').fill(name)
  if (shared) await dialog.getByLabel('Share with colleagues').check()
  await page.keyboard.press('Control+Enter')
  await dialogGone(page)
  await button(page, name).waitFor()
}

describe('a view of a list', () => {
  test('is saved and shared by keys, opened by a colleague, renamed, and deleted', async () => {
    await as('aylin', async (page) => {
      await open(page, '/orders?payment=paid&sort=-total')
      await save(page, { name: 'Large and paid', shared: true })
      await page.getByText('Colleagues see “Large and paid” now.').waitFor()
      await page.reload()
      await button(page, 'Large and paid').waitFor()
    })

    await as('priya', async (page) => {
      await open(page, '/orders')
      await button(page, 'Views').click()
      await choice(page, /Large and paid Aylin Demir/).click()
      await page.waitForURL(/saved=[\w-]+&sort=-total&payment=paid/)
      await page.getByRole('button', { name: 'Remove filter payment' }).waitFor()
      await button(page, 'Large and paid').click()
      const rename = item(page, /^Rename… This view is Aylin Demir’s/)
      expect(await rename.getAttribute('aria-disabled')).toBe('true')
      await rename.press('Enter')
      expect(await page.getByRole('dialog').count()).toBe(0)
    })

    await as('aylin', async (page) => {
      await open(page, '/')
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox').fill('large')
      await page.getByRole('option', { name: /Large and paid Orders/ }).click()
      await page.waitForURL(/\/orders\?saved=/)
      await button(page, 'Large and paid').waitFor()

      await openMenu(page)
      await item(page, 'Rename…').click()
      await page.getByRole('dialog').getByLabel('Name').fill('Worth a call')
      await page.keyboard.press('Enter')
      await dialogGone(page)
      await button(page, 'Worth a call').waitFor()
      await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Worth a call')

      await openMenu(page)
      await item(page, 'Delete').click()
      await button(page, 'Views').waitFor()
      expect(new URL(page.url()).searchParams.get('saved')).toBe(null)
      await page.getByRole('button', { name: 'Undo' }).click()
      await page.getByText('“Worth a call” is back.').waitFor()
      await page.getByText('Colleagues see “Worth a call” again.').waitFor()
    })

    await as('maria', async (page) => {
      await open(page, '/orders')
      await openMenu(page)
      await choice(page, /Worth a call Aylin Demir/).click()
      await button(page, 'Worth a call').click()
      await item(page, 'Delete…').click()
      await page.getByText('Aylin Demir shares it.').waitFor()
      await page.getByRole('dialog').getByRole('button', { name: 'Delete view' }).click()
      await dialogGone(page)
      await openMenu(page)
      await item(page, 'Save this view…').waitFor()
      await choice(page, /Worth a call/).waitFor({ state: 'detached' })
    })
  })

  test('says that it was changed since, and is updated', async () => {
    await as('aylin', async (page) => {
      await open(page, '/orders?payment=paid')
      await save(page, { name: 'Mine' })
      await openMenu(page)
      expect(await item(page, /Update/).count()).toBe(0)
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Remove filter payment' }).click()
      await button(page, 'Mine changed').click()
      await item(page, 'Update “Mine”').click()
      await button(page, 'Mine').waitFor()
      await open(page, '/orders')
      await openMenu(page)
      await choice(page, /Mine/).click()
      await button(page, 'Mine').waitFor()
      expect(new URL(page.url()).searchParams.get('payment')).toBe(null)
    })
  })

  test('is left when a tab of the list is opened', async () => {
    await as('aylin', async (page) => {
      await open(page, '/orders?payment=paid')
      await save(page, { name: 'Left' })
      await page.getByRole('link', { name: 'Late' }).click()
      await button(page, 'Views').waitFor()
    })
  })
})

test.each(['/queue', '/approvals/refunds', '/orders', '/sellers', '/audit', '/runs', '/imports', '/webhooks'])(
  '%s can be saved as a view',
  async (path) => {
    await as('henrik', async (page) => {
      await open(page, path)
      await save(page, { name: `Of ${path}` })
      expect(new URL(page.url()).pathname).toBe(path)
    })
  },
)

test.each(looks)('the menu reads well in $theme at $width', async (look) => {
  await as('henrik', async (page) => {
    await open(page, '/sellers')
    await save(page, { name: 'A view with rather a long name for one that is to fit on a phone', shared: true })
  })
  await as(
    'priya',
    async (page) => {
      await open(page, '/sellers')
      await button(page, 'Views').click()
      await choice(page, /rather a long name/).click()
      await page.getByRole('button', { name: /rather a long name/ }).click()
      await item(page, /Rename…/).waitFor()
      await shoot(page, 'saved-views', look)
      expect(await violations(page)).toEqual([])
      expect(await sidewaysScroll(page)).toBe(0)
    },
    look,
  )
})
