import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { createTenant } from '../../test/story.ts'
import { writer } from '../../test/writer.ts'
import { inTenant, raw, readTenant } from '../postgres/client.ts'
import { appendEvent } from './outbox.ts'
import { relayOutbox } from './relay.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase({ connectionsMax: 20 })
})
afterAll(() => database.close())

const happened = (tenantId: string, label: number, beforeCommit: () => Promise<void> = async () => {}) =>
  inTenant(database.rw, writer(tenantId), async (tx) => {
    await appendEvent(tx, {
      type: 'test.happened',
      version: 1,
      subject: { type: 'test', id: v7(), version: 1 },
      data: { label },
    })
    await beforeCommit()
  })

const told = (tenantId: string) =>
  readTenant(database.ro, tenantId, async (tx) => {
    const rows = await raw<{ sequence: number; label: number }>(
      tx,
      `select numbered.sequence, (event.data ->> 'label')::int as label
       from outbox_sequence numbered
       join outbox_event event on event.tenant_id = numbered.tenant_id and event.id = numbered.event_id
       where numbered.tenant_id = $1 order by numbered.sequence`,
      [tenantId],
    )
    return { sequences: rows.map((row) => row.sequence), labels: rows.map((row) => row.label) }
  })

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

test('relays that run at once number every event once, without a gap, while more are written', async () => {
  const tenants = [await createTenant(database.rw), await createTenant(database.rw)]
  let writing = true
  const relays = upTo(4).map(async () => {
    while (writing) await relayOutbox(database.system)
  })
  await Promise.all(
    tenants.map(async (tenantId) => {
      for (const batch of upTo(10)) {
        await Promise.all(upTo(10).map((index) => happened(tenantId, batch * 100 + index)))
      }
    }),
  )
  writing = false
  await Promise.all(relays)
  await relayOutbox(database.system)

  for (const tenantId of tenants) {
    const { sequences, labels } = await told(tenantId)
    expect(sequences).toEqual(upTo(100))
    expect(new Set(labels).size).toBe(100)
  }
  expect(await relayOutbox(database.system)).toBe(0)
})

test('an event whose transaction commits late is told after those that were numbered meanwhile, and not missed', async () => {
  const tenantId = await createTenant(database.rw)
  const written = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  const late = happened(tenantId, 1, () => {
    written.resolve()
    return release.promise
  })
  await written.promise
  await happened(tenantId, 2)
  await relayOutbox(database.system)
  expect(await told(tenantId)).toEqual({ sequences: [1], labels: [2] })

  release.resolve()
  await late
  await relayOutbox(database.system)
  expect(await told(tenantId)).toEqual({ sequences: [1, 2], labels: [2, 1] })
})

test('the changes of one object are told in the order they were made, whatever the clocks of their writers say', async () => {
  const tenantId = await createTenant(database.rw)
  const objects = upTo(4).map(() => ({ id: v7() }))
  const committed = new Map<string, number>(objects.map(({ id }) => [id, 0]))
  let writing = true
  const relays = upTo(2).map(async () => {
    while (writing) await relayOutbox(database.system)
  })

  /** Another machine's clock: its ids sort before or behind those that are made here. */
  const change = (object: (typeof objects)[number], machine: number) =>
    inTenant(database.rw, writer(tenantId), async (tx) => {
      const skew = ((machine % 5) - 2) * 60_000
      await raw(tx, 'select pg_advisory_xact_lock(hashtextextended($1, 1))', [object.id])
      const version = (committed.get(object.id) ?? 0) + 1
      committed.set(object.id, version)
      const id = v7({ msecs: Date.now() + skew })
      const subject = [tenantId, id, object.id, version, JSON.stringify({ label: version })]
      await raw(
        tx,
        `insert into outbox_event (tenant_id, id, type, version, subject_type, subject_id, subject_version, data, actor_type, occurred_at)
         values ($1, $2, 'test.changed', 1, 'test', $3, $4, $5, 'system', now())`,
        subject,
      )
      await raw(tx, 'insert into outbox_pending (tenant_id, event_id) values ($1, $2)', [tenantId, id])
    })
  await Promise.all(upTo(120).map((writer) => change(objects[writer % 4] ?? { id: '' }, writer)))
  writing = false
  await Promise.all(relays)
  await relayOutbox(database.system)

  for (const { id } of objects) {
    const versions = await readTenant(database.ro, tenantId, (tx) =>
      raw<{ version: number }>(
        tx,
        `select event.subject_version as version
         from outbox_sequence numbered
         join outbox_event event on event.tenant_id = numbered.tenant_id and event.id = numbered.event_id
         where numbered.tenant_id = $1 and event.subject_id = $2 order by numbered.sequence`,
        [tenantId, id],
      ),
    )
    expect(versions.map(({ version }) => version)).toEqual(upTo(30))
  }
})
