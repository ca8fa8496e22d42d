import { Refused } from '@mainstay/domain/command/decision'
import { PaymentState } from '@mainstay/domain/payment/lifecycle'
import { setFaults } from '@mainstay/sandbox/test/control'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { heldAt, ofItsOwn } from '../test/held-purchase.ts'
import { failed, openShop, type PlacedAndStarted, paid, type Shop, voided } from '../test/shop.ts'
import { cancelPurchase } from './cancel-purchase.ts'
import type { RunRef } from './engine/workflow.ts'
import { lapsePurchases } from './lapse-purchases.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  shop.work({ workflows: [cancelPurchase] })
})
afterAll(() => shop.close())

afterEach(async () => {
  await setFaults(shop.sandbox.url, [])
  const { differences, total } = await shop.bookkeeping()
  expect({ differences, total }).toEqual({ differences: [], total: 0 })
})

const over = ['completed', 'failed', 'blocked']
const neverAsked = { ...voided, atProvider: undefined }

async function statusOf({ purchase }: PlacedAndStarted): Promise<string | undefined> {
  const [payment] = await shop.look<{ status: string }>(
    'select status from payment where tenant_id = $1 and id = $2',
    purchase.paymentId,
  )
  return payment?.status
}

async function lapseAt(now: Date): Promise<number> {
  const { rw, ro, system } = shop.database
  return lapsePurchases({ rw, ro, system, now })
}

async function cancelsOf({ purchase }: PlacedAndStarted): Promise<void> {
  const runs = await shop.look<{ id: string }>(
    "select id from workflow_run where tenant_id = $1 and subject_id = $2 and kind like 'cancel-purchase%'",
    purchase.id,
  )
  const { tenantId } = shop.market
  for (const { id } of runs) expect(await shop.until({ tenantId, id }, ...over)).toMatchObject({ status: 'completed' })
}

describe('a purchase that is canceled', () => {
  test('before anybody asked for the money is over at once, and its payment run finds that out', async () => {
    const workflow = ofItsOwn()
    const placed = await shop.place('pm_card_visa', { workflow })
    const canceling = await shop.cancel(placed)
    expect(await statusOf(placed)).toBe('voided')
    expect(await shop.until(canceling, ...over)).toMatchObject({ status: 'completed', output: { outcome: 'canceled' } })
    shop.work({ workflows: [workflow] })
    expect(await shop.until(placed.run, ...over)).toMatchObject({ status: 'completed' })
    expect(await shop.outcomeOf(placed)).toEqual(neverAsked)
  })

  test('while its run is held for a person has its authorization given back and its pieces free', async () => {
    const placed = await heldAt(shop, 'payment_intents.capture')
    expect(await statusOf(placed)).toBe('capturing')
    await shop.until(await shop.cancel(placed), ...over)
    expect(await shop.outcomeOf(placed)).toEqual({ ...voided, captures: ['1 failed'] })
  })

  test('while nobody knows whether it was authorized is asked about first', async () => {
    const workflow = ofItsOwn()
    await setFaults(shop.sandbox.url, [
      { operation: 'payment_intents.create', fault: 'timeout_after_commit', times: 1, latencyMs: 30 },
      { operation: 'payment_intents.search', fault: 'server_error', times: 4 },
    ])
    const placed = await shop.place('pm_card_visa', { workflow })
    const worker = shop.work({ workflows: [workflow] })
    await expect.poll(() => statusOf(placed), { timeout: 10_000 }).toBe('unknown')
    await worker.stop()
    await shop.until(await shop.cancel(placed), ...over)
    expect(await shop.outcomeOf(placed)).toEqual({ ...voided, workItems: ['1 payment_unknown resolved'] })
  })

  test('but was paid before the provider heard of it stays paid, and a person is asked', async () => {
    const placed = await heldAt(shop, 'payment_intents.capture')
    const [payment] = await shop.look<{ reference: string }>(
      'select provider_reference as reference from payment where tenant_id = $1 and id = $2',
      placed.purchase.paymentId,
    )
    const { tenantId } = shop.market
    const amount = { amount: 4760, currency: 'EUR' }
    const ours = { tenantId, paymentId: placed.purchase.paymentId, providerReference: payment?.reference ?? '' }
    await shop.services().gateway.capture({ ...ours, captureId: 'by-hand', amount }, `by-hand-${ours.paymentId}`)

    const canceling = await shop.cancel(placed)
    expect(await shop.until(canceling, ...over)).toMatchObject({ output: { outcome: 'too late' } })
    expect(await shop.outcomeOf(placed)).toEqual({ ...paid, workItems: ['1 cancel_too_late open'], mails: 0 })
  })

  test('once it is paid is refused', async () => {
    const workflow = ofItsOwn()
    const placed = await shop.place('pm_card_visa', { workflow })
    shop.work({ workflows: [workflow] })
    await shop.until(placed.run, 'completed')
    await expect(shop.cancel(placed)).rejects.toMatchObject({ refusal: { code: 'purchase.already_paid' } })
  })
})

describe('what the provider has no trace of', () => {
  /** Cancels one whose question never reached the provider, so many hours after it was asked. */
  async function canceledAfter(hours: number) {
    const workflow = { ...cancelPurchase, kind: `cancel-purchase-after-${hours}h@1` }
    const placed = await heldAt(shop, 'payment_intents.create')
    const clock = () => new Date(Date.now() + hours * 3_600_000)
    const worker = shop.work({ workflows: [workflow], services: { ...shop.services(), clock } })
    const { status } = await shop.until(await shop.cancel(placed, { workflow }), ...over)
    await worker.stop()
    return { status, ...(await shop.outcomeOf(placed)) }
  }

  test('is left to a person while it may still turn up, and is not asked for again', async () => {
    expect(await canceledAfter(24)).toMatchObject({
      status: 'failed',
      payment: { status: 'authorizing' },
      pieces: ['3 held'],
      atProvider: undefined,
    })
  })

  test('was never asked for, once it would be in the books by now', async () => {
    expect(await canceledAfter(26)).toEqual({ status: 'completed', ...failed, atProvider: undefined })
  })
})

describe('a purchase that is not paid in time', () => {
  const late = () => new Date(Date.now() + 3_600_001)

  test('lapses when nobody works on it, its pieces come back and its buyer is told', async () => {
    const placed = await shop.place('pm_card_visa', { workflow: ofItsOwn() })
    expect(await lapseAt(new Date())).toBe(0)
    expect(await lapseAt(late())).toBe(1)
    await cancelsOf(placed)
    expect(await shop.outcomeOf(placed)).toEqual(neverAsked)
    expect(await lapseAt(late())).toBe(0)
  })

  test('lapses although its run is held, and the provider is asked what there is to give back', async () => {
    const placed = await heldAt(shop, 'payment_intents.create')
    expect(await statusOf(placed)).toBe('authorizing')
    expect(await lapseAt(late())).toBe(1)
    await cancelsOf(placed)
    expect(await shop.outcomeOf(placed)).toEqual(voided)
  })

  test('does not lapse by the clock where money may have been taken', async () => {
    const placed = await heldAt(shop, 'payment_intents.capture')
    expect(await lapseAt(late())).toBe(0)
    expect(await shop.outcomeOf(placed)).toMatchObject({ payment: { status: 'capturing' }, pieces: ['3 allocated'] })
    await shop.until(await shop.cancel(placed), ...over)
  })

  test('lapses once, however many look at the clock', async () => {
    const placed = await Promise.all(
      Array.from({ length: 5 }, () => shop.place('pm_card_visa', { workflow: ofItsOwn() })),
    )
    const lapsed = await Promise.all(Array.from({ length: 4 }, () => lapseAt(late())))
    expect(lapsed.reduce((sum, count) => sum + count, 0)).toBe(5)
    for (const each of placed) {
      await cancelsOf(each)
      expect(await shop.outcomeOf(each)).toEqual(neverAsked)
    }
  })
})

const moments: readonly PaymentState[] = ['created', 'authorizing', 'authorized', 'capturing', 'captured']

/** Until the payment has come this far, or further. */
async function reached(placed: PlacedAndStarted, moment: PaymentState): Promise<void> {
  const isThere = async () =>
    moments.indexOf(PaymentState.parse(await statusOf(placed))) >= moments.indexOf(moment) ? 'there' : 'before'
  await expect.poll(isThere, { timeout: 60_000, interval: 15 }).toBe('there')
}

/** As a caller who is told to try again, and does: all orders want the same two offers. */
async function cancelPatiently(placed: PlacedAndStarted): Promise<RunRef> {
  for (;;) {
    try {
      return await shop.cancel(placed)
    } catch (error) {
      const isBusy = error instanceof pg.DatabaseError && error.code === '55P03'
      if (!isBusy) throw error
    }
  }
}

test('many purchases canceled at any moment of their payment are paid or canceled, and never both', {
  timeout: 120_000,
}, async () => {
  const workflow = ofItsOwn()
  shop.work({ workflows: [workflow] })
  shop.work({ workflows: [workflow] })

  const stories = await Promise.all(
    Array.from({ length: 40 }, async (_, number) => {
      const placed = await shop.place('pm_card_visa', { workflow })
      await reached(placed, moments[number % moments.length] ?? 'created')
      const asked = await Promise.allSettled([1, 2, 3].map(() => cancelPatiently(placed)))
      const refused = asked.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
      expect(refused.filter((reason) => !(reason instanceof Refused))).toEqual([])
      const accepted = asked.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
      await shop.until(placed.run, ...over)
      for (const run of accepted) await shop.until(run, ...over)
      return { accepted: accepted.length, end: await shop.outcomeOf(placed) }
    }),
  )

  for (const { accepted, end } of stories) {
    const { workItems, ...rest } = end
    expect(workItems.filter((item) => item.endsWith('open'))).toEqual([])
    if (accepted === 0) expect(rest).toEqual(withoutItems(paid))
    else expect([withoutItems(voided), withoutItems(neverAsked)]).toContainEqual(rest)
  }
  expect(new Set(stories.map(({ accepted }) => accepted))).toEqual(new Set([0, 1]))
})

function withoutItems<T extends { workItems: unknown }>({ workItems: _, ...rest }: T): Omit<T, 'workItems'> {
  return rest
}

test('stock that came back can be sold to the next buyer', async () => {
  const held = await shop.look<{ held: number }>('select sum(held)::int as held from stock_level where tenant_id = $1')
  const holds = await shop.look<{ held: number }>(
    "select coalesce(sum(quantity), 0)::int as held from stock_hold where tenant_id = $1 and status = 'held'",
  )
  expect(held).toEqual(holds)
})
