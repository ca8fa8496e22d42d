import { insertMember } from '@mainstay/db/access/member'
import { insertRoleGrant } from '@mainstay/db/access/role-grant'
import { inTenant, raw } from '@mainstay/db/postgres/client'
import { writer } from '@mainstay/db/test/writer'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { contextIn, type Look, looks, shoot, sidewaysScroll, violations } from './look.ts'
import { password, workspace } from './market.ts'
import { openStack, type Stack } from './stack.ts'

const email = 'kolja@kaltmann.example'

let stack: Stack
let browser: Browser

/** Kolja sees Kaltmann's orders only, and may do there whatever can be done. Of the purchase he has a part in, the other seller's part is late. */
beforeAll(async () => {
  stack = await openStack()
  browser = await launchBrowser()
  const { id } = await stack.place({ wrench: 1, bolts: 1 })
  await stack.place({ bolts: 2 })
  await stack.settled()
  await inTenant(stack.database.rw, writer(stack.tenantId), async (tx) => {
    const [known] = await raw<{ password_hash: string; org_unit_id: string; seller_unit: string }>(
      tx,
      `select member.password_hash, member.org_unit_id, seller.org_unit_id as seller_unit
       from member join seller on seller.tenant_id = member.tenant_id and seller.name like 'Kaltmann%'
       where member.tenant_id = $1 limit 1`,
      [tx.tenantId],
    )
    if (known === undefined) throw new Error('nobody works here')
    const kolja = await insertMember(tx, {
      name: 'Kolja Kaltmann',
      email,
      title: 'Sales',
      orgUnitId: known.org_unit_id,
      passwordHash: known.password_hash,
    })
    for (const role of ['viewer', 'administrator'] as const)
      await insertRoleGrant(tx.as({ reason: 'sells for Kaltmann' }), {
        memberId: kolja.id,
        role,
        orgUnitId: known.seller_unit,
        reach: 'subtree',
      })
    await raw(
      tx,
      `update "order" set ship_by = '2020-01-01' where tenant_id = $1 and purchase_id = $2 and seller_id in
         (select id from seller where tenant_id = $1 and name like 'Oude%')`,
      [tx.tenantId, id],
    )
    await raw(tx, `update purchase set payment_status = 'partially_refunded' where tenant_id = $1 and id = $2`, [
      tx.tenantId,
      id,
    ])
  })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await stack?.close()
})

async function asKolja(act: (page: Page) => Promise<void>, look: Look = { theme: 'light', width: 1440 }) {
  const context = await contextIn(look, browser, stack.consoleUrl)
  try {
    const answer = await context.request.post(`${stack.consoleUrl}/api/trpc/session.signIn`, {
      headers: { origin: stack.consoleUrl },
      data: { json: { tenant: workspace, email, password } },
    })
    expect(answer.ok()).toBe(true)
    await act(await context.newPage())
  } finally {
    await context.close()
  }
}

const open = (page: Page, path: string) => page.goto(stack.consoleUrl + path, { waitUntil: 'networkidle' })
const rows = (page: Page) => page.locator('[data-row]')

test("a seller's person finds a purchase by their own part and not by the other one's", async () => {
  await asKolja(async (page) => {
    for (const query of ['', '?payment=paid', '?total=lte.176.72', '?total=gte.176.72+EUR']) {
      await open(page, `/orders${query}`)
      await expect.poll(() => rows(page).count(), { message: query }).toBe(1)
      expect(await rows(page).innerText(), query).toMatch(/176\.72/)
    }
    for (const query of ['?view=late', '?payment=partially_refunded', '?total=gte.176.73', '?total=gte.1+BRL']) {
      await open(page, `/orders${query}`)
      expect(await rows(page).count(), query).toBe(0)
    }
  })
})

test("a seller's person is offered nothing that is of the whole marketplace", async () => {
  await asKolja(async (page) => {
    await open(page, '/orders')
    const places = await page.getByRole('navigation').first().getByRole('link').allInnerTexts()
    expect(places.map((words) => words.trim())).toEqual(['Overview', 'Approvals', 'Orders', 'Sellers'])
    await rows(page).getByRole('link').first().click()
    await page.getByRole('button', { name: /^Refund lines/ }).waitFor()
    const isOff = (name: RegExp) => page.getByRole('button', { name }).getAttribute('aria-disabled')
    expect(await isOff(/^Refund lines/)).not.toBe('true')
    await page.getByRole('button', { name: /^Cancel order/ }).focus()
    await page.getByText('Your roles do not allow this.').first().waitFor()
    await open(page, '/queue')
    await page.getByText('Work queue is closed to you').waitFor()
  })
})

test('an amount is typed with its currency, which its chip says', async () => {
  await asKolja(async (page) => {
    await open(page, '/orders')
    const field = page.getByLabel('Search or add a filter')
    await field.fill('total:>=100')
    await page.keyboard.press('Enter')
    await page.getByText('≥100 EUR').waitFor()
    await field.fill('total:<=900 brl')
    await page.keyboard.press('Enter')
    await page.getByText('≤900 BRL').waitFor()
    await expect.poll(() => rows(page).count()).toBe(0)
    await field.fill('total:<=900 XXL')
    await page.keyboard.press('Enter')
    await page
      .getByRole('alert')
      .getByText(/Not an amount|two currencies/)
      .waitFor()
  })
})

test.each(looks)('the filter of amounts names its currency in $theme at $width', async (look) => {
  await asKolja(async (page) => {
    await open(page, '/orders?total=gte.100')
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await page.getByRole('button', { name: 'Total' }).last().click()
    expect(await page.getByLabel('Currency').inputValue()).toBe('EUR')
    await shoot(page, 'amounts', look)
    expect(await violations(page)).toEqual([])
    expect(await sidewaysScroll(page)).toBe(0)
    await page.getByLabel('Currency').fill('brl')
    await page.getByRole('button', { name: 'Apply' }).click()
    await page.waitForURL(/BRL/)
    await page.getByText('≥100 BRL').waitFor()
  }, look)
})
