import { inTenant, raw } from '@mainstay/db/postgres/client'
import { writer } from '@mainstay/db/test/writer'
import { openWorkItem } from '@mainstay/db/work-item/work-item'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRefundDesk, type RefundDesk, type ReleasedRefund } from '../test/refund-desk.ts'
import { openShop, type PlacedAndStarted, type Shop } from '../test/shop.ts'
import { payRefund } from './pay-refund.ts'
import { reportStalled } from './report-stalled.ts'

let shop: Shop
let desk: RefundDesk
beforeAll(async () => {
  shop = await openShop()
  desk = await openRefundDesk(shop)
})
afterAll(() => shop.close())

const minutesFromNow = (minutes: number) => new Date(Date.now() + minutes * 60_000)
const daysFromNow = (days: number) => minutesFromNow(days * 24 * 60)
const look = (now = minutesFromNow(2)) => reportStalled({ ...shop.database, now })

const change = (text: string, ...values: unknown[]) =>
  inTenant(shop.database.rw, writer(shop.market.tenantId), (tx) => raw(tx, text, [tx.tenantId, ...values]))

async function paidPurchase(): Promise<PlacedAndStarted> {
  const placed = await shop.place('pm_card_visa')
  const worker = shop.work()
  await shop.until(placed.run, 'completed')
  await worker.stop()
  return placed
}

async function sentRefund(card = 'pm_card_visa'): Promise<ReleasedRefund> {
  const placed = await shop.place(card)
  const worker = shop.work({ workflows: [payRefund] })
  const payer = shop.work()
  await shop.until(placed.run, 'completed')
  const released = await desk.release(placed)
  await shop.until(released.run, 'completed')
  await Promise.all([worker.stop(), payer.stop()])
  return released
}

async function itemsOf(id: string): Promise<string[]> {
  const rows = await shop.look<{ item: string }>(
    `select kind || ' ' || status as item from work_item
     where tenant_id = $1 and subject_id = $2 and kind like '%stalled' order by created_at`,
    id,
  )
  return rows.map(({ item }) => item)
}

test('a refund that is sending although its run has ended is put before a person, once, until it moves on', async () => {
  const { refundId } = await sentRefund()
  await change(
    "update refund set status = 'sending', provider_refund_reference = null where tenant_id = $1 and id = $2",
    refundId,
  )
  expect([await look(), await look()]).toEqual([1, 0])
  expect(await itemsOf(refundId)).toEqual(['refund_stalled open'])
  await change("update refund set status = 'succeeded' where tenant_id = $1 and id = $2", refundId)
  expect(await look()).toBe(0)
  expect(await itemsOf(refundId)).toEqual(['refund_stalled resolved'])
})

test.each(['approved', 'sending', 'unknown'])('a refund left %s is found', async (status) => {
  const { refundId } = await sentRefund()
  const unknownSince = status === 'unknown' ? new Date() : null
  await change(
    `update refund set status = $3, unknown_since = $4, provider_refund_reference = null where tenant_id = $1 and id = $2`,
    refundId,
    status,
    unknownSince,
  )
  await look()
  expect(await itemsOf(refundId)).toEqual(['refund_stalled open'])
})

test.each(['created', 'authorizing', 'authorized', 'capturing', 'unknown'])(
  'a payment left %s is found',
  async (status) => {
    const { purchase } = await paidPurchase()
    await change(
      'update payment set status = $3, unknown_since = $4 where tenant_id = $1 and id = $2',
      purchase.paymentId,
      status,
      status === 'unknown' ? new Date() : null,
    )
    await look()
    expect(await itemsOf(purchase.paymentId)).toEqual(['payment_stalled open'])
  },
)

test('what a run is at work on, what has just moved and what came to its end are nobody’s business', async () => {
  const { purchase } = await paidPurchase()
  const waiting = await shop.place('pm_card_visa')
  expect(await look()).toBe(0)
  await change("update workflow_run set status = 'completed' where tenant_id = $1 and id = $2", waiting.run.id)
  expect(await look(minutesFromNow(0))).toBe(0)
  expect(await look()).toBe(1)
  expect([await itemsOf(waiting.purchase.paymentId), await itemsOf(purchase.paymentId)]).toEqual([
    ['payment_stalled open'],
    [],
  ])
})

test('a payment whose held run is with a person is not asked about twice', async () => {
  const placed = await shop.place('pm_card_visa')
  await change("update workflow_run set status = 'failed' where tenant_id = $1 and id = $2", placed.run.id)
  expect(await look()).toBe(0)
  await change(
    `insert into work_item (tenant_id, id, kind, subject_type, subject_id, subject_label, run_id, cause, next_action, status, due_at)
     values ($1, $2, 'run_held', 'workflow_run', $2, 'pay-purchase', $2, 'it stopped', 'retry it', 'open', now())`,
    placed.run.id,
  )
  await change('update workflow_run set held_reported_at = now() where tenant_id = $1 and id = $2', placed.run.id)
  expect(await look()).toBe(0)
  await change(
    "update work_item set status = 'resolved', resolved_at = now() where tenant_id = $1 and id = $2",
    placed.run.id,
  )
  expect(await look()).toBe(1)
})

test('a refund the provider has accepted may take its time at the bank, and not for ever', async () => {
  const { refundId } = await sentRefund('pm_card_pendingRefund')
  expect([await look(daysFromNow(13)), await itemsOf(refundId)]).toEqual([expect.any(Number), []])
  await look(daysFromNow(15))
  expect(await itemsOf(refundId)).toEqual(['refund_stalled open'])
})

test('what says that a run is held is withdrawn when a worker has come for it', async () => {
  const { run } = await paidPurchase()
  const items = () =>
    shop.look<{ status: string }>(`select status from work_item where tenant_id = $1 and subject_id = $2`, run.id)
  await inTenant(shop.database.rw, writer(shop.market.tenantId), (tx) =>
    openWorkItem(tx, {
      kind: 'run_held',
      subject: { type: 'workflow_run', id: run.id, label: 'pay-purchase' },
      cause: { code: 'workflow.no_worker', version: 'pay-purchase@1' },
      dueAt: new Date(),
    }),
  )
  await change(
    `update workflow_run set status = 'queued', held_reported_at = now() where tenant_id = $1 and id = $2`,
    run.id,
  )
  await look()
  expect(await items()).toEqual([{ status: 'open' }])
  await change(
    `update workflow_run set status = 'completed', held_reported_at = null where tenant_id = $1 and id = $2`,
    run.id,
  )
  await look()
  expect(await items()).toEqual([{ status: 'resolved' }])
})
