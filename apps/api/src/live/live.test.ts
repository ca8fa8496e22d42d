import { endSession } from '@mainstay/auth/session'
import { insertRoleGrant } from '@mainstay/db/access/role-grant'
import { recordChange } from '@mainstay/db/command/record'
import { tellRunsMoved } from '@mainstay/db/outbox/channel'
import { appendEvent } from '@mainstay/db/outbox/outbox'
import { relayOutbox } from '@mainstay/db/outbox/relay'
import { inTenant, raw } from '@mainstay/db/postgres/client'
import { writer } from '@mainstay/db/test/writer'
import { openWorkItem } from '@mainstay/db/work-item/work-item'
import { v7 } from 'uuid'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { type TestApi, type TestTenant, testApi } from '../../test/api.ts'
import { askIn } from '../../test/asked-refund.ts'
import { readLive } from '../../test/live.ts'
import type { MemberKey } from '../../test/members.ts'
import { placeIn, stockOf } from '../../test/placed-purchase.ts'

let api: TestApi
let url: string
beforeAll(async () => {
  api = await testApi({ perMember: 3, beatMillis: 50 })
  url = await api.app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(() => api.close())

const open: { close(): void }[] = []
afterEach(() => {
  for (const each of open.splice(0)) each.close()
})

async function listenAs(person: MemberKey, tenant: TestTenant = api.tenant, lastEventId?: string) {
  const cookie = await tenant.cookieOf(person)
  const reader = await readLive(url, { cookie, ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) })
  open.push(reader)
  return reader
}

/** Whoever may read anything has been told of this when they are told of it. */
async function settled(tenant: TestTenant): Promise<string> {
  const id = v7()
  await inTenant(api.database.rw, writer(tenant.id), (tx) =>
    appendEvent(tx, { type: 'workItem.opened', version: 1, subject: { type: 'work_item', id, version: 1 }, data: {} }),
  )
  await relayOutbox(api.database.system)
  return id
}

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 10_000, interval: 20 })

test('who may see a refund is told that it changed, and of which purchase it is', async () => {
  const maria = await listenAs('maria')
  const refund = await askIn(api, api.tenant)
  await settled(api.tenant)
  await until(() =>
    expect(maria.changes()).toContainEqual({
      type: 'refund',
      id: refund.id,
      version: 1,
      purchaseId: refund.purchase.id,
    }),
  )
})

test('another tenant hears nothing of it', async () => {
  const [here, there] = [await listenAs('maria'), await listenAs('maria', api.otherTenant)]
  const refund = await askIn(api, api.tenant)
  await settled(api.tenant)
  const last = await settled(api.otherTenant)
  await until(() => expect(there.changes().map(({ id }) => id)).toContain(last))
  await until(() => expect(here.changes().map(({ id }) => id)).toContain(refund.id))
  expect(JSON.stringify(there.changes())).not.toContain(refund.id)
  expect(JSON.stringify(there.changes())).not.toContain(refund.purchase.id)
})

test('who may see nothing is told nothing, not even an id', async () => {
  const [nobody, maria] = [await listenAs('nobody'), await listenAs('maria')]
  await askIn(api, api.tenant)
  const last = await settled(api.tenant)
  await until(() => expect(maria.changes().map(({ id }) => id)).toContain(last))
  expect(nobody.changes()).toEqual([])
})

test("a seller's people hear of their own refunds and purchases, and of nothing else", async () => {
  const { hahn } = await stockOf(api, api.tenant)
  await inTenant(api.database.rw, writer(api.tenant.id), (tx) =>
    insertRoleGrant(tx.as({ reason: 'sells for Hahn' }), {
      memberId: api.tenant.member('nobody').id,
      role: 'viewer',
      orgUnitId: hahn.orgUnit.id,
      reach: 'subtree',
    }),
  )
  const [clerk, maria] = [await listenAs('nobody'), await listenAs('maria')]
  const [foreign, own] = [await askIn(api, api.tenant), await askIn(api, api.tenant, { amount: 2000 })]
  const last = await settled(api.tenant)
  await until(() => expect(maria.changes().map(({ id }) => id)).toContain(last))
  await until(() =>
    expect(clerk.changes()).toContainEqual({ type: 'refund', id: own.id, version: 1, purchaseId: own.purchase.id }),
  )
  const told = JSON.stringify(clerk.changes())
  expect(told).not.toContain(foreign.id)
  expect(told).not.toContain(last)
  expect(new Set(clerk.changes().map(({ type }) => type))).toEqual(new Set(['refund', 'purchase']))
})

test("a seller's people hear nothing of what becomes of another seller's part of a purchase they share", async () => {
  const { blom, soap, paper } = await stockOf(api, api.tenant)
  const shared = await placeIn(
    api,
    api.tenant,
    [paper, soap].map((offerId) => ({ offerId, quantity: 1 })),
  )
  const orderId = shared.orders.find(({ seller }) => seller === blom.name)?.id ?? ''
  await settled(api.tenant)
  // Nils is a clerk of Hahn's by now.
  const [clerk, maria] = [await listenAs('nobody'), await listenAs('maria')]
  const first = await settled(api.tenant)
  await until(() => expect(maria.changes().map(({ id }) => id)).toContain(first))
  const heard = clerk.changes().length
  await inTenant(api.database.rw, writer(api.tenant.id), async (tx) => {
    const { id: purchaseId, number: label } = shared
    const payment = { type: 'payment', id: v7(), label, version: 2 }
    await recordChange(tx, { action: 'payment.claimRefund', subject: payment, purchaseId, data: {} })
    await recordChange(tx, { action: 'payment.refund', subject: { ...payment, version: 3 }, purchaseId, data: {} })
    const refund = { type: 'refund', id: v7(), label: 'RF-BLOM', version: 2 }
    await recordChange(tx, { action: 'refund.succeed', subject: refund, purchaseId, data: { orderId } })
    const subject = { type: 'refund', id: refund.id, label: refund.label }
    const cause = { code: 'refund.requested', by: 'Jonas Weber', order: `${label}-A` } as const
    await openWorkItem(tx, { kind: 'refund_waiting', subject, purchaseId, cause, dueAt: new Date() })
  })
  const last = await settled(api.tenant)
  await until(() => expect(maria.changes().map(({ id }) => id)).toContain(last))
  expect(clerk.changes().slice(heard)).toEqual([])
  await inTenant(api.database.rw, writer(api.tenant.id), (tx) => {
    const payment = { type: 'payment', id: v7(), label: shared.number, version: 4 }
    return recordChange(tx, { action: 'payment.capture', subject: payment, purchaseId: shared.id, data: {} })
  })
  await settled(api.tenant)
  await until(() => expect(clerk.changes().slice(heard)).toEqual([{ type: 'purchase', id: shared.id, version: 0 }]))
})

test('a run that moves is told to who may see runs, though it is no event', async () => {
  const [maria, aylin] = [await listenAs('maria'), await listenAs('aylin')]
  const runId = v7()
  await until(async () => {
    await tellRunsMoved(api.database.system.pool, [{ tenantId: api.tenant.id, runId }])
    expect(maria.changes()).toContainEqual({ type: 'workflow_run', id: runId, version: 0 })
  })
  expect(aylin.changes().map(({ id }) => id)).not.toContain(runId)
})

test('a reader who was away is told what they missed, once, and of nothing else', async () => {
  const before = await listenAs('maria')
  const first = await settled(api.tenant)
  await until(() => expect(before.changes().map(({ id }) => id)).toContain(first))
  before.close()
  const missed = await settled(api.tenant)
  const after = await listenAs('maria', api.tenant, before.lastId())
  await until(() => expect(after.changes().map(({ id }) => id)).toEqual([missed]))
  expect(after.events()[0]).toBe('begun')
})

test('a reader who was away for too long is told to look at everything again', async () => {
  const reader = await listenAs('maria', api.tenant, '999999999')
  await until(() => expect(reader.events()).toEqual(['missed']))
})

test('a page that was rendered before it listens is told what changed in between', async () => {
  const meanwhile = await settled(api.tenant)
  const late = await listenAs('maria')
  await until(() => expect(late.changes().map(({ id }) => id)).toContain(meanwhile))
})

test('without a session there is nothing to listen to', async () => {
  const stranger = await readLive(url, {})
  expect(stranger.status).toBe(401)
  stranger.close()
})

test('a stream ends with its session, says so, and does not keep it alive', async () => {
  const cookie = await api.tenant.cookieOf('sofie')
  const reader = await readLive(url, { cookie })
  await endSession(api.database.rw, cookie.replace('mainstay=', ''), new Date())
  await until(() => expect(reader.isClosed()).toBe(true))
  expect(reader.events()).toContain('ended')
})

test('a right that is taken away is gone from what is told', async () => {
  const reader = await listenAs('priya')
  await settled(api.tenant)
  await until(() => expect(reader.changes()).not.toEqual([]))
  await inTenant(api.database.rw, writer(api.tenant.id), (tx) =>
    raw(tx, 'delete from role_grant where tenant_id = $1 and member_id = $2', [
      api.tenant.id,
      api.tenant.member('priya').id,
    ]),
  )
  const told = () => reader.changes().length
  await until(async () => {
    const before = told()
    await settled(api.tenant)
    const maria = await listenAs('clara')
    await until(() => expect(maria.changes()).not.toEqual([]))
    maria.close()
    expect(told()).toBe(before)
  })
})

test('one person opens so many and no more, and another is not kept out', async () => {
  for (let count = 0; count < 3; count += 1) expect((await listenAs('aylin')).status).toBe(200)
  expect((await listenAs('aylin')).status).toBe(429)
  expect((await listenAs('henrik')).status).toBe(200)
})
