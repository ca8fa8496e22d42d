import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { createTenant } from '../../test/story.ts'
import { writer } from '../../test/writer.ts'
import { inTenant, raw, readTenant, type Tx } from '../postgres/client.ts'
import { lockWorkItem, workItems } from '../work-item/change.ts'
import { openWorkItem } from '../work-item/work-item.ts'
import { saveMove } from './move.ts'

let database: TestDatabase
let tenantId: string
let itemId: string
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

beforeEach(async () => {
  tenantId = await createTenant(database.rw)
  itemId = await inTenant(database.rw, writer(tenantId), async (tx) => {
    await openWorkItem(tx, {
      kind: 'run_held',
      subject: { type: 'workflow', id: tenantId, label: 'pay-purchase' },
      cause: { code: 'workflow.no_worker', version: 'pay-purchase@1' },
      dueAt: tx.act.at,
    })
    return (await raw<{ id: string }>(tx, 'select id from work_item where tenant_id = $1', [tenantId]))[0]?.id ?? ''
  })
})

/** Resolves the item, for which its lifecycle requires a reason. */
const resolve = (said: { reason?: string }) => async (tx: Tx) => {
  const before = await lockWorkItem(tx, itemId)
  const resolvedAt = tx.act.at
  await saveMove(tx, workItems, {
    before,
    after: { ...before, status: 'resolved', resolvedAt },
    move: 'resolve',
    ...said,
  })
}

const statusNow = async () =>
  readTenant(database.ro, tenantId, (tx) =>
    raw(tx, 'select status, version from work_item where tenant_id = $1', [tenantId]),
  )

describe('a move that wants a reason', () => {
  test.each([undefined, '', '  '])('is a bug without one, and nothing is written: %j', async (reason) => {
    const moved = inTenant(database.rw, writer(tenantId, { reason }), resolve({}))
    await expect(moved).rejects.toThrow(`work_item ${itemId}: resolve is not made without a reason`)
    expect(await statusNow()).toEqual([{ status: 'open', version: 1 }])
  })

  test('is made with the reason of its act, or with one of its own', async () => {
    await inTenant(database.rw, writer(tenantId, { reason: 'it went on by itself' }), resolve({}))
    expect(await statusNow()).toEqual([{ status: 'resolved', version: 2 }])
    const audited = await readTenant(database.ro, tenantId, (tx) =>
      raw(tx, `select reason from audit_entry where tenant_id = $1 and action = 'workItem.resolve'`, [tenantId]),
    )
    expect(audited).toEqual([{ reason: 'it went on by itself' }])
  })

  test('needs no reason of the act where it has one of its own', async () => {
    await inTenant(database.rw, writer(tenantId), resolve({ reason: 'it went on by itself' }))
    expect(await statusNow()).toEqual([{ status: 'resolved', version: 2 }])
  })
})

test('a move that wants none is made without', async () => {
  await inTenant(database.rw, writer(tenantId), async (tx) => {
    const before = await lockWorkItem(tx, itemId)
    await saveMove(tx, workItems, { before, after: before, move: 'release' })
  })
  expect(await statusNow()).toEqual([{ status: 'open', version: 2 }])
})
