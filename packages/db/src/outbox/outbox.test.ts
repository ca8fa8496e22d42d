import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { createTenant } from '../../test/story.ts'
import { writer } from '../../test/writer.ts'
import { recordAudit } from '../audit/audit.ts'
import { acrossTenants, inTenant, raw, readTenant } from '../postgres/client.ts'
import { appendEvent } from './outbox.ts'

let database: TestDatabase
let tenantId: string
beforeAll(async () => {
  database = await testDatabase()
  tenantId = await createTenant(database.rw)
})
afterAll(() => database.close())

const ada = { type: 'member', id: randomUUID(), name: 'Ada Lund' } as const
const noon = new Date('2026-03-01T12:00:00Z')

test('who changed what is kept with the change, and goes with it when it is undone', async () => {
  const refundId = randomUUID()
  const approve = (label: string, fail: boolean) =>
    inTenant(
      database.rw,
      writer(tenantId, { actor: ada, at: noon, allowedBy: 'finance, limit 500.00 EUR' }),
      async (tx) => {
        await recordAudit(tx, {
          action: 'refund.approve',
          subject: { type: 'refund', id: refundId, label },
          changes: [{ field: 'status', before: 'requested', after: 'approved' }],
        })
        if (fail) throw new Error('changed my mind')
      },
    )
  await approve('RF-1', false)
  await expect(approve('RF-2', true)).rejects.toThrow('changed my mind')

  const kept = await readTenant(database.rw, tenantId, (tx) =>
    tx
      .selectFrom('audit_entry')
      .select(['subject_label', 'actor_id', 'actor_name', 'changes', 'occurred_at'])
      .where('tenant_id', '=', tenantId)
      .execute(),
  )
  expect(kept).toEqual([
    {
      subject_label: 'RF-1',
      actor_id: ada.id,
      actor_name: 'Ada Lund',
      changes: [{ field: 'status', before: 'requested', after: 'approved' }],
      occurred_at: noon,
    },
  ])
})

test('an audit entry cannot be changed or removed', async () => {
  for (const statement of [
    'update audit_entry set action = $2 where tenant_id = $1',
    'delete from audit_entry where tenant_id = $1 and action = $2',
  ])
    await expect(
      inTenant(database.rw, writer(tenantId), (tx) => raw(tx, statement, [tenantId, 'nothing happened'])),
    ).rejects.toMatchObject({ code: '42501' })
})

test('an event waits for the relay, who sees those of every tenant', async () => {
  const other = await createTenant(database.rw)
  for (const each of [tenantId, other])
    await inTenant(database.rw, writer(each), (tx) =>
      appendEvent(tx, {
        type: 'refund.approved',
        version: 1,
        subject: { type: 'refund', id: randomUUID(), version: 2 },
        data: { amount: 500 },
      }),
    )
  const pending = await acrossTenants(database.system, (tx) =>
    raw<{ tenant_id: string; data: unknown }>(
      tx,
      'select e.tenant_id, e.data from outbox_pending p join outbox_event e on e.tenant_id = p.tenant_id and e.id = p.event_id',
      [],
    ),
  )
  expect(pending.map(({ tenant_id }) => tenant_id).toSorted()).toEqual([tenantId, other].toSorted())
  expect(pending[0]?.data).toEqual({ amount: 500 })
})
