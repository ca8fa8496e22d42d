import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { saveStockReleased } from '@mainstay/db/offer/stock'
import { inTenant } from '@mainstay/db/postgres/client'
import { writer } from '@mainstay/db/test/writer'
import { closedPort } from '@mainstay/sandbox/test/closed-port'
import { setFaults } from '@mainstay/sandbox/test/control'
import { spawnSandbox } from '@mainstay/sandbox/test/spawn-sandbox'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { failed, openShop, type PlacedAndStarted, paid, type Shop, voided } from '../test/shop.ts'
import { retryRun } from './engine/run-operation.ts'
import { payPurchase } from './pay-purchase.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  shop.work()
})
afterAll(() => shop.close())

afterEach(async () => {
  await setFaults(shop.sandbox.url, [])
  const { differences, total } = await shop.bookkeeping()
  expect({ differences, total }).toEqual({ differences: [], total: 0 })
})

async function ended(placed: PlacedAndStarted) {
  const { status } = await shop.until(placed.run, 'completed', 'failed', 'blocked')
  return { status, ...(await shop.outcomeOf(placed)) }
}
const completed = { status: 'completed' }

describe('a purchase', () => {
  test('that is paid has its money booked for each seller, its pieces allocated and its buyer told', async () => {
    const placed = await shop.place('pm_card_visa')
    expect(await ended(placed)).toEqual({ ...completed, ...paid })
    const earned = await shop.look(
      `select seller.name, -sum(posting.amount)::int as earned from posting
       join journal_entry entry on entry.tenant_id = posting.tenant_id and entry.id = posting.entry_id
       join account on account.tenant_id = posting.tenant_id and account.id = posting.account_id
       join seller on seller.tenant_id = posting.tenant_id and seller.id::text = account.owner
       where posting.tenant_id = $1 and entry.purchase_id = $2 and account.kind = 'seller_pending' group by 1 order by 1`,
      placed.purchase.id,
    )
    expect(earned).toEqual([
      { name: 'Blom Papier', earned: 2082 },
      { name: 'Hahn Hygiene', earned: 2082 },
    ])
  })

  test.each(['pm_card_chargeDeclined', 'pm_card_chargeDeclinedInsufficientFunds'])(
    'paid with %s is canceled, its pieces can be sold again and its buyer is told',
    async (card) => {
      expect(await ended(await shop.place(card))).toEqual({ ...completed, ...failed })
    },
  )

  test.each([
    ['a method nobody knows', 'pm_1NobodyKnowsThis', 'resource_missing'],
    ['a method that is not activated', 'pm_card_unactivated', 'payment_method_unactivated'],
    ['a method that was used up', 'pm_card_singleUse_a', 'payment_method_used_up'],
  ])('paid with %s is declined as a bank declines, and no run is held', async (_what, method, code) => {
    if (code === 'payment_method_used_up') await ended(await shop.place(method))
    const placed = await shop.place(method)
    expect(await ended(placed)).toEqual({ ...completed, ...failed, atProvider: undefined })
    const [payment] = await shop.look(
      'select decline_code from payment where tenant_id = $1 and purchase_id = $2',
      placed.purchase.id,
    )
    expect(payment).toEqual({ decline_code: code })
  })

  test('of a storefront that sends many that cannot be paid leaves the stock as it was, and nothing in the queue', async () => {
    const stock = () =>
      shop.look('select offer_id, on_hand, held, allocated from stock_level where tenant_id = $1 order by offer_id')
    const open = () => shop.look("select kind from work_item where tenant_id = $1 and status = 'open'")
    const before = [await stock(), await open()]
    const methods = ['pm_nobody', 'pm_card_unactivated', 'pm_card_chargeDeclined', 'tok_visa', '☃']
    const placed = await Promise.all(
      Array.from({ length: 25 }, (_, n) => shop.place(methods[n % methods.length] ?? '')),
    )
    for (const each of placed)
      expect(await ended(each)).toMatchObject({ ...completed, payment: failed.payment, pieces: failed.pieces })
    expect([await stock(), await open()]).toEqual(before)
  })

  test('whose bank wants to see the buyer is declined, and nothing stays open at the provider', async () => {
    const placed = await shop.place('pm_card_authenticationRequired')
    expect(await ended(placed)).toEqual({ ...completed, ...failed, atProvider: { ...failed.atProvider, canceled: 1 } })
  })

  test('whose pieces are gone when it is authorized is canceled and the money given back', async () => {
    const workflow = { ...payPurchase, kind: 'pay-purchase-without-stock@1' }
    const placed = await shop.place('pm_card_visa', { workflow })
    await inTenant(shop.database.rw, writer(placed.run.tenantId), (tx) => saveStockReleased(tx, placed.purchase.id))
    shop.work({ workflows: [workflow] })
    expect(await ended(placed)).toEqual({ ...completed, ...voided })
  })

  test('whose authorization lapsed before it was captured is canceled, and its pieces can be sold again', async () => {
    await setFaults(shop.sandbox.url, [{ operation: 'payment_intents.capture', fault: 'decline', times: 1 }])
    expect(await ended(await shop.place('pm_card_visa'))).toEqual({ ...completed, ...voided, captures: ['1 failed'] })
  })
})

describe('an answer that never came', () => {
  const unknownOnce = { workItems: ['1 payment_unknown resolved'] }

  test.each([
    ['the authorization that was made', 'payment_intents.create', 'timeout_after_commit'],
    ['the authorization that was not made', 'payment_intents.create', 'timeout_before'],
    ['the capture that was made', 'payment_intents.capture', 'timeout_after_commit'],
    ['the capture that was not made', 'payment_intents.capture', 'timeout_before'],
  ] as const)("to %s is found out: one charge, and our books are the provider's", async (_what, operation, fault) => {
    await setFaults(shop.sandbox.url, [{ operation, fault, times: 1, latencyMs: 30 }])
    expect(await ended(await shop.place('pm_card_visa'))).toEqual({ ...completed, ...paid, ...unknownOnce })
  })

  test('shows as unknown in the queue until it is known', async () => {
    await setFaults(shop.sandbox.url, [
      { operation: 'payment_intents.capture', fault: 'timeout_after_commit', times: 1, latencyMs: 30 },
      { operation: 'payment_intents.retrieve', fault: 'server_error', times: 3 },
    ])
    const placed = await shop.place('pm_card_visa')
    await expect
      .poll(() => shop.outcomeOf(placed), { timeout: 10_000 })
      .toMatchObject({
        purchase: { payment_status: 'unknown' },
        payment: { status: 'unknown' },
        captures: ['1 unknown'],
        entries: [],
        workItems: ['1 payment_unknown open'],
      })
    expect(await ended(placed)).toEqual({ ...completed, ...paid, ...unknownOnce })
  })

  test('is not asked for again when the provider may have forgotten the question: the run is held', async () => {
    let skew = 0
    const workflow = { ...payPurchase, kind: 'pay-purchase-too-late@1' }
    await setFaults(shop.sandbox.url, [{ operation: 'payment_intents.create', fault: 'timeout_before', latencyMs: 30 }])
    const placed = await shop.place('pm_card_visa', { workflow })
    shop.work({ workflows: [workflow], services: { ...shop.services(), clock: () => new Date(Date.now() + skew) } })
    const status = async () => (await shop.outcomeOf(placed)).payment?.status
    await expect.poll(status, { timeout: 10_000 }).toBe('unknown')
    skew = 23 * 3_600_000
    await setFaults(shop.sandbox.url, [])

    const held = {
      status: 'failed',
      payment: { status: 'unknown' },
      pieces: ['3 held'],
      workItems: ['1 payment_unknown open'],
      atProvider: undefined,
    }
    expect(await ended(placed)).toMatchObject(held)

    const fromStep = 'claim authorization'
    await inTenant(shop.database.rw, writer(placed.run.tenantId), (tx) => retryRun(tx, placed.run, { fromStep }))
    expect(await ended(placed)).toMatchObject(held)
  })
})

describe('a provider that is down', () => {
  test('for a while delays a payment, and that is all', async () => {
    await setFaults(shop.sandbox.url, [{ operation: '*', fault: 'server_error', times: 5 }])
    expect(await ended(await shop.place('pm_card_visa'))).toMatchObject({
      ...completed,
      ...paid,
      workItems: [expect.any(String)],
    })
  })

  test('that is gone has surely done nothing: the payment waits, and is not unknown', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mainstay-sandbox-'))
    const place = { port: await closedPort(), smtpPort: await closedPort(), dataFile: join(folder, 'sandbox.sqlite') }
    const workflow = { ...payPurchase, kind: 'pay-purchase-elsewhere@1' }
    const placed = await shop.place('pm_card_visa', { workflow })
    const outside = { url: `http://127.0.0.1:${place.port}`, smtpPort: place.smtpPort }
    shop.work({ workflows: [workflow], services: shop.services(outside) })
    const retried = () =>
      shop.look(
        `select step from workflow_attempt where tenant_id = $1 and run_id = $2 and outcome = 'retrying'`,
        placed.run.id,
      )
    await expect.poll(retried, { timeout: 10_000 }).toContainEqual({ step: 'authorize' })
    expect(await shop.outcomeOf(placed)).toMatchObject({ payment: { status: 'authorizing' }, workItems: [] })

    const sandbox = await spawnSandbox(place)
    const { status } = await shop.until(placed.run, 'completed', 'failed', 'blocked')
    expect({ status, ...(await shop.outcomeOf(placed, sandbox)) }).toEqual({ ...completed, ...paid })
    await sandbox.stop()
    rmSync(folder, { recursive: true })
  })

  test('that limits us is asked later', async () => {
    await setFaults(shop.sandbox.url, [{ operation: '*', fault: 'rate_limit', times: 3, latencyMs: 10 }])
    expect(await ended(await shop.place('pm_card_visa'))).toEqual({ ...completed, ...paid })
  })
})

describe('the mail to the buyer', () => {
  test('is tried again while the mail server is busy', async () => {
    await setFaults(shop.sandbox.url, [{ operation: 'smtp', fault: 'server_error', times: 2 }])
    expect(await ended(await shop.place('pm_card_visa'))).toEqual({ ...completed, ...paid })
  })

  test('that its address refuses for good holds nothing: the purchase stands, and says so', async () => {
    await setFaults(shop.sandbox.url, [{ operation: 'smtp', fault: 'decline', times: 1 }])
    const placed = await shop.place('pm_card_visa')
    expect(await ended(placed)).toEqual({ ...completed, ...paid, mails: 0 })
    const [told] = await shop.look<{ reason: string }>(
      "select reason from audit_entry where tenant_id = $1 and purchase_id = $2 and action = 'purchase.refuseMail'",
      placed.purchase.id,
    )
    expect(told?.reason).toMatch(/550/)
    expect(told?.reason).not.toContain(placed.email)
  })
})

test('many buyers who pay at once are charged once each', async () => {
  const placed = await Promise.all(Array.from({ length: 20 }, () => shop.place('pm_card_visa')))
  expect(await Promise.all(placed.map(ended))).toEqual(placed.map(() => ({ ...completed, ...paid })))
})
