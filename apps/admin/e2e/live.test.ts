import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { contextIn, type Look, looks, shoot, violations } from './look.ts'
import { type MemberKey, password } from './market.ts'
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

async function signedIn(person: MemberKey, look = desk): Promise<BrowserContext> {
  const context = await contextIn(look, browser, stack.consoleUrl)
  await stack.signIn(context, person)
  return context
}

/** Asks the api itself: another browser, another page, another program. */
async function call(context: BrowserContext, procedure: string, input: unknown): Promise<unknown> {
  const answer = await context.request.post(`${stack.consoleUrl}/api/trpc/${procedure}`, {
    headers: { origin: stack.consoleUrl },
    data: { json: input },
  })
  if (!answer.ok()) throw new Error(`${procedure}: ${await answer.text()}`)
  return (await answer.json()).result.data.json
}

async function lineOf(context: BrowserContext, number: string) {
  const input = encodeURIComponent(JSON.stringify({ json: { purchaseId: number } }))
  const answer = await context.request.get(`${stack.consoleUrl}/api/trpc/purchase.get?input=${input}`)
  const [order] = (await answer.json()).result.data.json.orders
  return { orderId: order.id, orderLineId: order.lines[0].id }
}

const isIdOf = (made: unknown): string => {
  if (typeof made !== 'object' || made === null || !('id' in made) || typeof made.id !== 'string')
    throw new Error('There is no id')
  return made.id
}

test('an order left open shows the refund that is asked for, approved and paid elsewhere, in two tabs over one stream', async () => {
  const { number } = await stack.place({ wrench: 2 })
  await stack.settled()
  const [aylin, jonas, maria] = [await signedIn('aylin'), await signedIn('jonas'), await signedIn('maria')]
  const tabs = [await aylin.newPage(), await aylin.newPage()]
  const streams: string[] = []
  const questions: string[] = []
  for (const page of tabs) {
    page.on('request', (request) => {
      if (request.url().includes('/api/live')) streams.push(request.url())
      if (request.url().includes('/api/trpc')) questions.push(request.url())
    })
    await page.goto(`${stack.consoleUrl}/orders/${number}`)
    await page.getByRole('heading', { level: 1, name: number }).waitFor()
  }
  for (const page of tabs) expect(await page.getByRole('link', { name: /^RF-/ }).count()).toBe(0)
  await tabs[0]?.waitForTimeout(6_000)
  const asked = questions.length
  await tabs[0]?.waitForTimeout(4_000)
  expect(questions.length, 'nothing is asked while nothing happens').toBe(asked)

  const { orderId, orderLineId } = await lineOf(jonas, number)
  const refundId = isIdOf(
    await call(jonas, 'refund.request', {
      orderId,
      lines: [{ orderLineId, amount: 1000, quantity: null }],
      reason: 'defective',
      note: 'The scale is off',
    }),
  )
  for (const page of tabs) await page.getByRole('link', { name: /^RF-/ }).first().waitFor()
  await call(maria, 'refund.approve', { refundId, version: 1, note: 'Seen' })
  for (const page of tabs) await page.getByText('Paid back', { exact: true }).first().waitFor()
  expect(streams).toHaveLength(1)
  await Promise.all([aylin, jonas, maria].map((context) => context.close()))
})

test('who has the stream closes, and the other tab goes on', async () => {
  const { number } = await stack.place({ wrench: 2 })
  await stack.settled()
  const [aylin, jonas] = [await signedIn('aylin'), await signedIn('jonas')]
  const [first, second] = [await aylin.newPage(), await aylin.newPage()]
  for (const page of [first, second]) {
    await page.goto(`${stack.consoleUrl}/orders/${number}`)
    await page.getByRole('heading', { level: 1, name: number }).waitFor()
  }
  const taken = second.waitForRequest((request) => request.url().includes('/api/live'))
  await first.close()
  await taken
  const { orderId, orderLineId } = await lineOf(jonas, number)
  await call(jonas, 'refund.request', {
    orderId,
    lines: [{ orderLineId, amount: 500, quantity: null }],
    reason: 'late',
    note: 'A week late',
  })
  await second.getByRole('link', { name: /^RF-/ }).first().waitFor()
  await Promise.all([aylin, jonas].map((context) => context.close()))
})

test.each(looks)(
  'a session that ends says so over the page, keeps what was written, and goes on: $theme, $width',
  async (look) => {
    const { number } = await stack.place({ wrench: 2 })
    await stack.settled()
    const jonas = await signedIn('jonas', look)
    const page = await jonas.newPage()
    await page.goto(`${stack.consoleUrl}/orders/${number}`)
    await page.getByRole('button', { name: 'Refund lines…' }).click()
    const asking = page.getByRole('dialog', { name: /^Refund/ })
    await asking.getByLabel('Note').fill('Two of them fail calibration')
    await asking.getByLabel('Reason').selectOption('Defective goods')
    await jonas.clearCookies({ name: 'mainstay' })
    // What it would change is asked of the api.
    await asking
      .getByLabel(/^Refund /)
      .first()
      .check()
    const again = page.getByRole('dialog', { name: 'Your session has ended' })
    await again.waitFor()
    expect(await again.getByLabel('Workspace').inputValue()).toBe('nordwind')
    expect(await again.getByLabel('Work e-mail').inputValue()).toBe('jonas@nordwind.example')
    await again.locator('input[type=password]:focus').waitFor()
    expect(await violations(page)).toEqual([])
    await shoot(page, 'session-ended', look)

    await again.getByLabel('Password').fill(password)
    await page.keyboard.press('Enter')
    await again.waitFor({ state: 'detached' })
    expect(await asking.getByLabel('Note').inputValue()).toBe('Two of them fail calibration')
    expect((await jonas.cookies()).map(({ name }) => name)).toContain('mainstay')
    await jonas.close()
  },
)

test('a session that ends while a refund is decided leaves the note and the refund where they are', async () => {
  const { number } = await stack.place({ wrench: 2 })
  await stack.settled()
  const [jonas, maria] = [await signedIn('jonas'), await signedIn('maria')]
  const { orderId, orderLineId } = await lineOf(jonas, number)
  const lines = [{ orderLineId, amount: 4000, quantity: null }]
  const asked = await call(jonas, 'refund.request', { orderId, lines, reason: 'defective', note: 'One fails' })
  const page = await maria.newPage()
  await page.goto(`${stack.consoleUrl}/approvals/refunds/${isIdOf(asked)}`)
  await page.getByLabel('Note').fill('Calibration sheet seen')
  await maria.clearCookies({ name: 'mainstay' })
  await page.getByRole('button', { name: /^Approve/ }).click()
  const again = page.getByRole('dialog', { name: 'Your session has ended' })
  await again.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
  await again.waitFor({ state: 'detached' })
  expect(await page.getByLabel('Note').inputValue()).toBe('Calibration sheet seen')
  await page.getByRole('button', { name: /^Approve/ }).click()
  await page.getByText(/ is released\. /).waitFor()
  await Promise.all([jonas, maria].map((context) => context.close()))
})

test('a page that is loaded after the session has ended says so, with workspace and e-mail', async () => {
  const aylin = await contextIn(desk, browser, stack.consoleUrl)
  const page = await aylin.newPage()
  await page.goto(`${stack.consoleUrl}/sign-in`)
  expect(await page.getByText('Your session has ended.').count()).toBe(0)
  await page.getByLabel('Workspace').fill('nordwind')
  await page.getByLabel('Work e-mail').fill('aylin@nordwind.example')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => url.pathname !== '/sign-in')
  await aylin.clearCookies({ name: 'mainstay' })
  await page.goto(`${stack.consoleUrl}/queue?view=mine`)
  await page.getByText('Your session has ended.').waitFor()
  // They come from what the browser keeps, once it has taken the page over.
  const valueOf = (label: string) => page.getByLabel(label).inputValue()
  await expect.poll(() => valueOf('Workspace'), { timeout: 10_000 }).toBe('nordwind')
  await expect.poll(() => valueOf('Work e-mail'), { timeout: 10_000 }).toBe('aylin@nordwind.example')
  await page.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
  await page.waitForURL(`${stack.consoleUrl}/queue?view=mine`)
  await aylin.close()
})
