import { insertRoleGrant } from '@mainstay/db/access/role-grant'
import { inTenant, raw, type Tx } from '@mainstay/db/postgres/client'
import { linesOf } from '@mainstay/db/test/paid-purchase'
import { askForRefund } from '@mainstay/db/test/refund-desk'
import { writer } from '@mainstay/db/test/writer'
import { expireRefunds } from '@mainstay/workflows/expire-refunds'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { looks, shoot, sidewaysScroll, violations } from './look.ts'
import { type MemberKey, people } from './market.ts'
import { openStack, type Stack } from './stack.ts'
import { visits } from './visit.ts'
import { unknownPayment } from './work-items.ts'

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
const commit = <R>(fn: (tx: Tx) => Promise<R>) => inTenant(stack.database.rw, writer(stack.tenantId), fn)

async function memberId(person: MemberKey): Promise<string> {
  const found = await commit((tx) =>
    raw<{ id: string }>(tx, 'select id from member where tenant_id = $1 and email = $2', [
      tx.tenantId,
      people[person].email,
    ]),
  )
  return found[0]?.id ?? ''
}

/** Jonas asks for 50.00 of the first line of each part of a paid order; answers their ids. */
async function asked(): Promise<string[]> {
  const { id } = await stack.place({ wrench: 1, bolts: 1 })
  await stack.settled()
  const jonas = { id: await memberId('jonas'), name: people.jonas.name }
  return commit(async (tx) => {
    const ids: string[] = []
    for (const line of await linesOf(tx, id)) {
      const lines = [{ orderLineId: line.id, amount: 5_000, quantity: null }]
      ids.push(await askForRefund(tx, jonas, { orderId: line.orderId, lines }))
    }
    return ids
  })
}

describe('a limit that holds at one seller', () => {
  test('is shown where it holds and nowhere else, and the api keeps to what is shown', async () => {
    const [ofKaltmann, ofOudeHaven] = await asked()
    const aylin = { memberId: await memberId('aylin'), role: 'finance', reach: 'subtree' } as const
    await commit(async (tx) => {
      const units = await raw<{ id: string; kind: string }>(
        tx,
        "select id, kind from org_unit where tenant_id = $1 and (kind = 'operator' or name like 'Kaltmann%')",
        [tx.tenantId],
      )
      for (const { id: orgUnitId, kind } of units) {
        const limit = { amount: kind === 'operator' ? 1_000 : 500_000, currency: 'EUR' }
        await insertRoleGrant(tx.as({ reason: 'stands in for Maria' }), { ...aylin, orgUnitId, limit })
      }
    })
    for (const look of looks) {
      await as(
        'aylin',
        async (page) => {
          await open(page, `/approvals/refunds/${ofOudeHaven}`)
          await page.getByText('Above your limit of 10.00 EUR', { exact: true }).waitFor()
          await page.getByText('limit 10.00 EUR', { exact: false }).first().waitFor()
          const approve = page.getByRole('button', { name: 'Approve 50.00 EUR' })
          expect(await approve.getAttribute('aria-disabled')).toBe('true')
          await shoot(page, 'limit-above', look)
          await open(page, `/approvals/refunds/${ofKaltmann}`)
          await page.getByText('Within your limit of 5,000.00 EUR', { exact: true }).waitFor()
          await page.getByRole('table', { name: 'Effect of the refund on each party' }).waitFor()
          expect(await approve.getAttribute('aria-disabled')).not.toBe('true')
          expect(await violations(page)).toEqual([])
          expect(await sidewaysScroll(page)).toBe(0)
          await shoot(page, 'limit-within', look)
        },
        look,
      )
    }
    await as('aylin', async (page) => {
      await open(page, `/approvals/refunds/${ofKaltmann}`)
      await page.getByRole('table', { name: 'Effect of the refund on each party' }).waitFor()
      await page.getByRole('button', { name: 'Approve 50.00 EUR' }).click()
      await page.getByText(/is released/).waitFor()
    })
    await as('clara', async (page) => {
      await open(page, `/audit?subject=${ofKaltmann}`)
      await page
        .getByRole('row', { name: /Aylin Demir/ })
        .first()
        .click()
      await page
        .getByText(
          'Finance over Kaltmann Werkzeuge GmbH up to 5,000.00 EUR, Finance over Nordwind Supply up to 10.00 EUR',
        )
        .waitFor()
    })
  })
})

describe('a right that is held at one seller', () => {
  test('is offered there and not at another one', async () => {
    const priya = { memberId: await memberId('priya'), reach: 'subtree' } as const
    const [kaltmann, oudeHaven] = await commit(async (tx) => {
      const sellers = await raw<{ id: string; org_unit_id: string }>(
        tx,
        `select id, org_unit_id from seller where tenant_id = $1 and name ~ '^(Kaltmann|Oude)' order by name`,
        [tx.tenantId],
      )
      const because = tx.as({ reason: 'looks after Kaltmann' })
      const orgUnitId = sellers[0]?.org_unit_id ?? ''
      for (const role of ['compliance', 'support'] as const)
        await insertRoleGrant(because, { ...priya, role, orgUnitId })
      return sellers
    })
    const purchase = await stack.place({ wrench: 1, bolts: 1 })
    await stack.settled()
    for (const look of looks) {
      await as(
        'priya',
        async (page) => {
          const suspend = page.getByRole('button', { name: /^Suspend/ })
          await open(page, `/sellers/${kaltmann?.id}`)
          expect(await suspend.getAttribute('aria-disabled')).not.toBe('true')
          await open(page, `/sellers/${oudeHaven?.id}`)
          expect(await suspend.getAttribute('aria-disabled')).toBe('true')
          await suspend.focus()
          await page.getByText('Your roles do not allow this.').first().waitFor()
          expect(await violations(page)).toEqual([])
          await shoot(page, 'right-elsewhere', look)
          await open(page, `/orders/${purchase.number}`)
          await page.getByRole('button', { name: /^Refund lines/ }).click()
          const part = page.getByLabel('Seller’s part')
          await part.waitFor()
          expect(await part.locator('option').allInnerTexts()).toEqual([
            `${purchase.number}-A · Kaltmann Werkzeuge GmbH`,
            `${purchase.number}-B · Oude Haven Fasteners B.V. · Your roles do not allow this.`,
          ])
          expect(await part.locator('option:disabled').count()).toBe(1)
          await shoot(page, 'right-elsewhere-refund', look)
        },
        look,
      )
    }
  })
})

test('whoever takes an item a moment too late is told who has it', async () => {
  await unknownPayment(stack, 'NW-RACED001', 30)
  const openItem = async (page: Page) => {
    await open(page, '/queue')
    await page.getByRole('row', { name: /NW-RACED001/ }).click()
    return page.getByRole('complementary', { name: 'Payment outcome unknown' })
  }
  await as('sofie', async (late) => {
    // What she looks at is not brought up to date.
    await late.route('**/api/live**', (route) => route.abort())
    const shown = await openItem(late)
    await shown.getByRole('button', { name: /Take it/ }).waitFor()
    await as('maria', async (page) => {
      const drawer = await openItem(page)
      await drawer.getByRole('button', { name: /Take it/ }).click()
      await drawer.getByText('You', { exact: true }).first().waitFor()
    })
    await shown.getByRole('button', { name: /Take it/ }).click()
    await late.getByText('Maria Lindholm has taken this item.').first().waitFor()
    await shoot(late, 'claim-too-late', { theme: 'light', width: 1440 })
  })
})

test('a request that nobody decided about is shown as lapsed, and is before the one who asked', async () => {
  const [refundId] = await asked()
  const [approval] = await commit((tx) =>
    raw<{ expires_at: Date; subject_label: string }>(
      tx,
      'select expires_at, subject_label from approval where tenant_id = $1 and subject_id = $2',
      [tx.tenantId, refundId],
    ),
  )
  if (approval === undefined) throw new Error('nobody was asked')
  await expireRefunds({ ...stack.database, now: approval.expires_at })
  for (const look of looks) {
    await as(
      'jonas',
      async (page) => {
        await open(page, `/approvals/refunds/${refundId}`)
        await page.getByText('Nobody decided in time, so the request has lapsed.').waitFor()
        await page.getByText('Nobody in time').waitFor()
        expect(await page.getByRole('button', { name: /Approve/ }).count()).toBe(0)
        expect(await violations(page)).toEqual([])
        expect(await sidewaysScroll(page)).toBe(0)
        await shoot(page, 'refund-lapsed', look)
        await open(page, '/queue?view=mine')
        await page
          .getByText(/has lapsed/)
          .first()
          .waitFor()
        expect(await sidewaysScroll(page)).toBe(0)
        await shoot(page, 'queue-lapsed', look)
      },
      look,
    )
  }
  await as('jonas', async (page) => {
    await open(page, '/queue?view=mine')
    await page.getByRole('row', { name: new RegExp(approval.subject_label) }).click()
    const drawer = page.getByRole('complementary', { name: 'Refund request lapsed' })
    await drawer.getByRole('link', { name: 'Open order' }).waitFor()
    await shoot(page, 'queue-lapsed-drawer', { theme: 'light', width: 1440 })
  })
})
