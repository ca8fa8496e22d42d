import { connect } from 'node:net'
import { inTenant, raw, readTenant } from '@mainstay/db/postgres/client'
import { writer } from '@mainstay/db/test/writer'
import { quarantineWebhook } from '@mainstay/db/webhook/quarantine'
import { readInbox, setFaults } from '@mainstay/sandbox/test/control'
import type { Browser, Page } from 'playwright-core'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { contextIn, type Look, looks, shoot, sidewaysScroll, violations } from './look.ts'
import { password, people, workspace } from './market.ts'
import { openStack, type Stack } from './stack.ts'
import { visits } from './visit.ts'
import { unknownPayment } from './work-items.ts'

const desk: Look = { theme: 'light', width: 1440 }

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

const open = (page: Page, path: string) => page.goto(stack.consoleUrl + path)

test('the address that is kept of a sign-in is the one that reached the console, whatever the browser claims', async () => {
  const answer = await fetch(`${stack.consoleUrl}/api/trpc/session.signIn`, {
    method: 'POST',
    headers: {
      origin: stack.consoleUrl,
      'content-type': 'application/json',
      'x-forwarded-for': '198.51.100.1',
      'x-mainstay-console': 'a guess',
    },
    body: JSON.stringify({ json: { tenant: workspace, email: people.henrik.email, password } }),
  })
  expect(answer.status).toBe(200)
  const rows = await readTenant(stack.database.ro, stack.tenantId, (tx) =>
    raw<{ ip: unknown }>(
      tx,
      `select changes->0->>'after' as ip from audit_entry
        where tenant_id = $1 and action = 'session.start' order by occurred_at desc limit 1`,
      [stack.tenantId],
    ),
  )
  expect(rows).toEqual([{ ip: '127.0.0.1' }])
})

test('what no page and no procedure is, is refused and never a fault of ours', async () => {
  const ask = (method: string, path: string) =>
    new Promise<string>((resolve, reject) => {
      const { hostname, port } = new URL(stack.consoleUrl)
      let read = ''
      const socket = connect(Number(port), hostname, () =>
        socket.write(`${method} ${path} HTTP/1.1\r\nHost: console.example\r\nConnection: close\r\n\r\n`),
      )
      socket.on('data', (part) => {
        read += String(part)
      })
      socket.on('error', reject)
      socket.on('close', () => resolve(read))
    })
  for (const method of ['GET', 'POST', 'TRACE', 'PROPFIND', 'DELETE'])
    for (const path of [
      '/api/trpc/%',
      '/orders/%E0%A4%A',
      '/%',
      '/api/trpc/session.me',
      'http://a/api/trpc/x',
      '/a%00',
    ])
      expect(await ask(method, path), `${method} ${path}`).toMatch(/^HTTP\/1\.1 [234]/)
})

/** A message of the provider that names a payment nobody here has. */
function heldMessage(paymentId: string): Promise<void> {
  return inTenant(stack.database.rw, writer(stack.tenantId), (tx) =>
    quarantineWebhook(tx, {
      source: 'stripe',
      messageId: `evt_${paymentId}`,
      type: 'charge.dispute.funds_withdrawn',
      objectType: 'dispute',
      objectId: `dp_${paymentId}`,
      heard: { providerReference: `pi_${paymentId}`, claimedTenant: stack.tenantId, claimedPayment: paymentId },
      status: 'held',
      reason: 'unknown_payment',
      tenantId: stack.tenantId,
    }),
  )
}

/** A purchase whose money cannot be taken: the provider does not know our secret, and its run stops there. */
async function heldPurchase() {
  await setFaults(stack.sandboxUrl, [{ operation: 'payment_intents.capture', fault: 'unauthorized', times: 1 }])
  const placed = await stack.place({ hose: 1 }, { buyer: 'Kornhaus Betriebe eG' })
  await stack.settled()
  await setFaults(stack.sandboxUrl, [])
  return placed
}

describe('the quarantine', () => {
  test('a message is looked at, cannot be placed yet, and is dismissed with a reason', async () => {
    const paymentId = v7()
    await heldMessage(paymentId)
    await as('priya', async (page) => {
      await open(page, '/webhooks')
      await page.getByRole('row', { name: new RegExp(`pi_${paymentId}`) }).click()
      await page.getByText(`dp_${paymentId}`).waitFor()
      await page.getByRole('button', { name: /Place again/ }).click()
      await page.getByRole('textbox', { name: 'Reason' }).fill('the payment should be here by now')
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /Place again/ })
        .click()
      await page.getByText('It still names a payment that is not ours.').waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: /Dismiss/ }).click()
      await page.getByRole('textbox', { name: 'Reason' }).fill('it belongs to the old shop')
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /Dismiss/ })
        .click()
      await page.getByText('Dismissed by Priya Nair.').waitFor()
      expect(await page.getByText('it belongs to the old shop').count()).toBe(1)
    })
  })
})

describe('an order that is not paid', () => {
  test('is canceled by support with a reason, and what was authorized is given back', async () => {
    const { number } = await heldPurchase()
    await as('aylin', async (page) => {
      await open(page, `/orders/${number}`)
      await page.getByRole('button', { name: /Cancel order/ }).click()
      const dialog = page.getByRole('dialog', { name: `Cancel ${number}` })
      await dialog.getByRole('button', { name: 'Cancel the order' }).click()
      await dialog.getByText('Say in a few words why').waitFor()
      await dialog.getByLabel('Why').fill('The buyer ordered elsewhere')
      await dialog.getByRole('button', { name: 'Cancel the order' }).click()
      await dialog.waitFor({ state: 'hidden' })
      await stack.settled()
      await open(page, `/orders/${number}`)
      await page.getByText('The order was canceled before it was paid.').waitFor()
      await page.getByText('The buyer ordered elsewhere').first().waitFor()
      const cancel = page.getByRole('button', { name: /Cancel order/ })
      expect(await cancel.getAttribute('aria-disabled')).toBe('true')
    })
  })
})

describe('a run that is held', () => {
  test('is retried by an engineer with a reason, and completes', async () => {
    const { number } = await heldPurchase()
    const before = await readInbox(stack.sandboxUrl, 'kornhaus-betriebe-eg@buyers.example')
    await as('priya', async (page) => {
      await open(page, '/runs?status=failed')
      await page
        .getByRole('row', { name: new RegExp(number) })
        .getByRole('link', { name: /pay-purchase/ })
        .click()
      await page.getByRole('heading', { name: /capture/ }).waitFor()
      await page.getByRole('button', { name: /^Retry…/ }).click()
      const dialog = page.getByRole('dialog', { name: 'Retry the run' })
      await dialog.getByLabel('Reason').fill('The secret is right again')
      await dialog.getByRole('button', { name: /Retry run/ }).click()
      await page.getByText('Every step it reached is done.').waitFor({ timeout: 20_000 })
      const retry = page.getByRole('button', { name: /^Retry…/ })
      expect(await retry.getAttribute('aria-disabled')).toBe('true')
    })
    const after = await readInbox(stack.sandboxUrl, 'kornhaus-betriebe-eg@buyers.example')
    expect(after.length - before.length).toBe(1)
  })

  test('is shown to finance, who may not retry it and reads why', async () => {
    const { number } = await heldPurchase()
    await as('maria', async (page) => {
      await open(page, '/runs?status=failed')
      await page
        .getByRole('row', { name: new RegExp(number) })
        .getByRole('link', { name: /pay-purchase/ })
        .click()
      const retry = page.getByRole('button', { name: /^Retry…/ })
      await retry.focus()
      await page.getByText('Your roles do not allow this.').first().waitFor()
      await page.keyboard.press('r')
      await page.getByRole('listitem').getByText('Your roles do not allow this.').waitFor()
      expect(await page.getByRole('dialog', { name: 'Retry the run' }).count()).toBe(0)
    })
  })
})

describe('the audit log', () => {
  test('is closed to support: the sidebar does not name it, and its address says what it needs', async () => {
    await as('jonas', async (page) => {
      await open(page, '/audit')
      await page.getByRole('heading', { name: 'Audit is closed to you' }).waitFor()
      await page.getByText('read the audit log').waitFor()
      const places = await page.getByRole('navigation', { name: 'Main' }).getByRole('link').allInnerTexts()
      expect(places.join(' ')).toContain('Orders')
      expect(places.join(' ')).not.toContain('Audit')
    })
  })

  test('is narrowed to what one person did, in an address that can be shared', async () => {
    await unknownPayment(stack, 'NW-AUDIT001', 50)
    await as('sofie', async (page) => {
      await open(page, '/queue')
      await page.getByRole('row', { name: /NW-AUDIT001/ }).click()
      await page.getByRole('button', { name: /Take it/ }).click()
      await page.getByText('NW-AUDIT001 is yours.').waitFor()
    })
    await as('clara', async (page) => {
      await open(page, '/audit')
      await page
        .getByRole('group', { name: 'Actor' })
        .getByRole('checkbox', { name: /Sofie Aalto/ })
        .check()
      await page.waitForURL(/actor=/)
      await page.getByRole('button', { name: 'Remove filter actor' }).waitFor()
      const actors = async () => [...new Set(await page.locator('[data-row] > td:nth-child(2)').allInnerTexts())]
      await expect.poll(actors).toEqual(['Sofie Aalto'])

      await page.getByRole('row', { name: /workItem\.claim.*NW-AUDIT001/ }).click()
      const drawer = page.getByRole('complementary', { name: 'Work item, claim' })
      await drawer.getByText('Why it was allowed').waitFor()
      await open(page, new URL(page.url()).pathname + new URL(page.url()).search)
      await drawer.getByText('Why it was allowed').waitFor()
    })
  })
})

describe('the address of one thing', () => {
  const nobody = '019aa000-0000-7000-8000-00000000dead'
  test.each([
    '/orders/NW-00000000',
    `/runs/${nobody}`,
    `/approvals/refunds/${nobody}`,
    `/sellers/${nobody}`,
    '/imports/none',
    '/webhooks/none',
    '/nowhere',
  ])('%s answers 404 within the console, as nothing is there', async (path) => {
    await as('henrik', async (page) => {
      const answer = await open(page, path)
      expect(answer?.status()).toBe(404)
      await page.getByRole('heading', { name: 'There is nothing at this address' }).waitFor()
      await page.getByRole('navigation', { name: 'Main' }).waitFor()
      await expect.poll(() => page.title()).toBe('Not found · Mainstay')
    })
  })

  test('names the tab after the thing', async () => {
    const { number } = await stack.place({ hose: 1 })
    await as('henrik', async (page) => {
      await open(page, `/orders/${number}`)
      await expect.poll(() => page.title()).toBe(`${number} · Order · Mainstay`)
    })
  })
})

describe('the focus', () => {
  const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')

  test('is on the first field of a dialog, on what is to be mended after a try, and back on the button in the end', async () => {
    const { number } = await heldPurchase()
    await as('aylin', async (page) => {
      await open(page, `/orders/${number}`)
      const cancel = page.getByRole('button', { name: /Cancel order/ })
      await cancel.click()
      const why = page.getByRole('dialog').getByLabel('Why')
      await expect.poll(() => why.evaluate((field) => field === document.activeElement)).toBe(true)
      await page.getByRole('button', { name: 'Close' }).focus()
      await page.keyboard.press('Control+Enter')
      await page.getByText('Say in a few words why').waitFor()
      expect(await why.evaluate((field) => field === document.activeElement)).toBe(true)
      await page.keyboard.press('Escape')
      await expect.poll(() => focused(page)).toContain('Cancel order')
    })
  })

  test('goes on to what is left of a document when the button that filed it is gone', async () => {
    await as('henrik', async (page) => {
      await open(page, '/sellers')
      await page.getByRole('button', { name: /Put a seller forward/ }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Name').fill('Håkan & Söner AB')
      await dialog.getByLabel('E-mail').fill('post@hakan.example')
      await dialog.getByLabel('Country').fill('SE')
      await dialog.getByLabel('Number in the trade register').fill('556000-1234')
      await page.keyboard.press('Control+Enter')
      const document = page.getByRole('listitem').filter({ hasText: 'Tax certificate' }).first()
      await document.getByRole('button', { name: 'File…' }).click()
      await page.keyboard.type('TAX-1')
      await page.keyboard.press('Control+Enter')
      await document.getByText('Waits for a look').waitFor()
      const isInDocument = () => document.evaluate((row) => row.contains(window.document.activeElement))
      await expect.poll(isInDocument).toBe(true)
    })
  })

  test('stays in the list when a drawer, the palette or the sheet of keys closes', async () => {
    await unknownPayment(stack, 'NW-FOCUS001', 15)
    await unknownPayment(stack, 'NW-FOCUS002', 16)
    await as('aylin', async (page) => {
      await open(page, '/queue?view=unowned')
      const row = page.getByRole('row', { name: /NW-FOCUS001/ })
      await row.click()
      const drawer = page.getByRole('complementary', { name: 'Payment outcome unknown' })
      await drawer.getByRole('button', { name: 'Close details' }).click()
      await drawer.waitFor({ state: 'detached' })
      await expect.poll(() => focused(page)).toContain('NW-FOCUS001')
      await page.keyboard.press('j')
      expect(await focused(page)).toContain('NW-FOCUS002')
      for (const keys of ['Control+k', '?', 'v']) {
        const layer = keys === 'v' ? page.getByRole('menu') : page.getByRole('dialog')
        await page.keyboard.press(keys)
        await layer.waitFor()
        await page.keyboard.press('Escape')
        await layer.waitFor({ state: 'detached' })
        await expect.poll(() => focused(page)).toContain('NW-FOCUS002')
      }
    })
  })
})

test('on a phone the places are reached, left and followed by keys', async () => {
  await as(
    'aylin',
    async (page) => {
      await page.goto(`${stack.consoleUrl}/queue`, { waitUntil: 'networkidle' })
      const label = () => page.evaluate(() => document.activeElement?.textContent || document.activeElement?.ariaLabel)
      await page.getByRole('button', { name: 'Open navigation' }).press('Enter')
      await expect.poll(label).toBe('Overview')
      await page.keyboard.press('Escape')
      await expect.poll(label).toBe('Open navigation')
      await page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 1, name: 'Orders' }).waitFor()
    },
    { theme: 'light', width: 390 },
  )
})

test('without a session every place leads to the sign-in form and back; signing out leaves nothing behind', async () => {
  const context = await contextIn(desk, browser, stack.consoleUrl)
  const page = await context.newPage()
  await open(page, '/runs')
  await page.waitForURL(/\/sign-in\?next=%2Fruns/)
  await stack.signIn(context, 'priya')
  await open(page, '/')
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
  await page.getByRole('button', { name: /Priya Nair/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL(/\/sign-in/)
  await open(page, '/queue')
  await page.waitForURL(/\/sign-in/)
  await context.close()
})

describe.each(looks)('in $theme at $width', (look) => {
  test.each(['/queue', '/queue?view=resolved', '/runs', '/audit', '/imports', '/webhooks', '/webhooks?view=closed'])(
    '%s has no violation of any accessibility rule and does not scroll sideways',
    async (path) => {
      await unknownPayment(stack, `NW-LOOK${look.width}${look.theme === 'dark' ? 'D' : 'L'}`, 20)
      await heldMessage(v7())
      await as(
        'henrik',
        async (page) => {
          await open(page, path)
          await page.getByRole('heading', { level: 1 }).waitFor()
          await shoot(page, path.replaceAll(/\W+/g, '-').slice(1), look)
          expect(await violations(page)).toEqual([])
          expect(await sidewaysScroll(page)).toBe(0)
        },
        look,
      )
    },
  )

  test('an open item and an open run are as accessible as their lists', async () => {
    await as(
      'henrik',
      async (page) => {
        await heldPurchase()
        await unknownPayment(stack, 'NW-OPENED01', 20)
        await open(page, '/queue')
        await page.getByRole('rowheader').getByRole('link').first().click()
        await page.getByRole('complementary').waitFor()
        expect(await violations(page)).toEqual([])
        await heldMessage(v7())
        await open(page, '/webhooks')
        await page.getByRole('rowheader').getByRole('link').first().click()
        await page.getByRole('button', { name: /Dismiss/ }).waitFor()
        await shoot(page, 'webhook', look)
        expect(await violations(page)).toEqual([])
        expect(await sidewaysScroll(page)).toBe(0)
        await open(page, '/runs')
        await page
          .getByRole('link', { name: /pay-purchase/ })
          .first()
          .click()
        await page.getByRole('heading', { name: 'Steps' }).waitFor()
        await shoot(page, 'run', look)
        expect(await violations(page)).toEqual([])
        expect(await sidewaysScroll(page)).toBe(0)
      },
      look,
    )
  })
})
