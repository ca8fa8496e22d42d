import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { appendEvent } from '@mainstay/db/outbox/outbox'
import { relayOutbox } from '@mainstay/db/outbox/relay'
import { inTenant } from '@mainstay/db/postgres/client'
import { writer } from '@mainstay/db/test/writer'
import pg from 'pg'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type TestApi, testApi } from '../../test/api.ts'
import { readLive } from '../../test/live.ts'

const many = 500

let api: TestApi
let url: string
let admin: pg.Client
// What the system keeps for a socket is not ours to bound, and is filled before anybody lags: of this kind it keeps little.
const nearby = createServer((request, reply) => api.app.routing(request, reply))
const socketPath = join(tmpdir(), `mainstay-${v7()}.sock`)
beforeAll(async () => {
  api = await testApi({ perMember: many + 1, perProcess: many + 1, waitingBytes: 4096 })
  url = await api.app.listen({ host: '127.0.0.1', port: 0 })
  await new Promise<void>((resolve) => nearby.listen(socketPath, resolve))
  admin = new pg.Client({ connectionString: api.database.adminUrl })
  admin.on('error', () => {})
  await admin.connect()
})
afterAll(async () => {
  await admin.end()
  nearby.close()
  await api.close()
})

async function change(count: number): Promise<string> {
  const id = v7()
  await inTenant(api.database.rw, writer(api.tenant.id), async (tx) => {
    for (const index of Array.from({ length: count }, (_, each) => each)) {
      const subject = { type: 'work_item', id: index === count - 1 ? id : v7(), version: 1 }
      await appendEvent(tx, { type: 'workItem.opened', version: 1, subject, data: {} })
    }
  })
  await relayOutbox(api.database.system)
  return id
}

const statementsOf = async (pattern: string) => {
  const text =
    'select count(*)::int as count from pg_stat_activity where datname = current_database() and query like $1'
  const { rows } = await admin.query<{ count: number }>(text, [pattern])
  return rows[0]?.count
}

test('500 readers are told by one that listens and one reading; who does not keep up is cut off and the rest are not', async () => {
  const cookie = await api.tenant.cookieOf('maria')
  const readers = await Promise.all(Array.from({ length: many }, () => readLive(url, { cookie })))
  expect(new Set(readers.map(({ status }) => status))).toEqual(new Set([200]))
  const lagging = await readLive({ socketPath }, { cookie })
  expect(lagging.status).toBe(200)
  lagging.answer.pause()
  expect((await readLive(url, { cookie })).status).toBe(429)

  const first = await change(1)
  await vi.waitFor(
    () => expect(readers.filter((reader) => reader.changes().some(({ id }) => id === first))).toHaveLength(many),
    { timeout: 20_000, interval: 50 },
  )
  expect(await statementsOf('listen changes')).toBe(1)
  expect(api.database.ro.pool.totalCount).toBeLessThanOrEqual(10)

  for (const reader of readers.slice(1)) reader.close()
  const [keepsUp] = readers
  await vi.waitFor(
    async () => {
      await change(400)
      expect(lagging.answer.socket.bytesRead).toBeLessThan(1024 * 1024)
      expect(await connectionsOf(nearby)).toBe(0)
    },
    { timeout: 60_000, interval: 10 },
  )
  expect(keepsUp?.isClosed()).toBe(false)
  lagging.close()
  keepsUp?.close()
}, 90_000)

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)))
  })
}
