import { setTimeout as pause } from 'node:timers/promises'
import { connect } from '@mainstay/db/postgres/client'
import pg from 'pg'
import { v7 } from 'uuid'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { config, type TestApi, testApi } from '../../test/api.ts'
import { basketOf, stockOf } from '../../test/placed-purchase.ts'
import { buildServer } from './server.ts'

type Answer = Awaited<ReturnType<TestApi['app']['inject']>>

let api: TestApi
let admin: pg.Client
let name: string
let headers: { authorization: string }
let basket: ReturnType<typeof basketOf>
beforeAll(async () => {
  api = await testApi()
  admin = new pg.Client({ connectionString: api.database.adminUrl })
  await admin.connect()
  name = new URL(api.database.adminUrl).pathname.slice(1)
  const { paper } = await stockOf(api, api.tenant)
  headers = { authorization: `Bearer ${await api.tenant.apiKey(['purchase.place', 'purchase.read'])}` }
  basket = basketOf([{ offerId: paper, quantity: 1 }])
})
afterAll(async () => {
  await admin.end()
  await api.close()
})

const endSessions = () =>
  admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and usename in ('app_rw', 'app_ro')`,
  )

const list = () => api.app.inject({ method: 'GET', url: '/v1/purchases', headers })
const listByRpc = () => api.app.inject({ method: 'GET', url: '/trpc/purchase.list?input={"json":{}}', headers })
const place = (key: string, app = api.app) =>
  app.inject({
    method: 'POST',
    url: '/v1/purchases',
    headers: { ...headers, 'idempotency-key': key },
    payload: basket,
  })
const placeByRpc = (key: string, app = api.app) =>
  app.inject({
    method: 'POST',
    url: '/trpc/purchase.place',
    headers: { ...headers, 'idempotency-key': key },
    payload: { json: basket },
  })

/** What somebody is told whom the database cannot serve at this moment. */
function expectComeBack(answer: Answer): void {
  expect({ status: answer.statusCode, body: answer.body }).toMatchObject({ status: 503 })
  expect(answer.headers['retry-after']).toBe('1')
  const isProblem = String(answer.headers['content-type']).includes('problem+json')
  const told = isProblem ? answer.json() : answer.json().error.json.data
  expect(told).toMatchObject({ code: isProblem ? 'service_unavailable' : 'SERVICE_UNAVAILABLE' })
}

test('whoever asks while every connection is ended again and again is told to come back, and what they place is placed once', async () => {
  const answers: Answer[] = []
  const ask = async (send: () => Promise<Answer>): Promise<Answer> => {
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const answer = await send()
      answers.push(answer)
      if (answer.statusCode === 200) return answer
      await pause(10)
    }
    return expect.fail('nobody was served')
  }
  const keys = Array.from({ length: 24 }, () => v7())
  const before = await placed()

  const ending = (async () => {
    for (let rounds = 0; rounds < 20; rounds += 1) {
      await endSessions()
      await pause(120)
    }
  })()
  await Promise.all(
    [0, 1, 2, 3].map(async (worker) => {
      for (const key of keys.filter((_, index) => index % 4 === worker)) {
        await ask(() => (worker % 2 === 0 ? place(key) : placeByRpc(key)))
        await ask(worker % 2 === 0 ? list : listByRpc)
      }
    }),
  )
  await ending

  const unserved = answers.filter(({ statusCode }) => statusCode !== 200)
  expect(unserved.length).toBeGreaterThan(0)
  // The server may not have noticed yet that the one who asked first is gone.
  const isStillRunning = (answer: Answer) =>
    answer.statusCode === 409 && answer.body.includes('idempotency.in_progress')
  for (const answer of unserved.filter((each) => !isStillRunning(each))) expectComeBack(answer)
  expect((await placed()) - before).toBe(keys.length)
})

async function placed(): Promise<number> {
  const { rows } = await admin.query<{ count: number }>('select count(*)::int as count from purchase')
  return rows[0]?.count ?? 0
}

const cures: string[] = []
afterEach(async () => {
  for (const cure of cures.splice(0)) await admin.query(cure)
})

test('while the database has no connection left, everybody is told to come back', async () => {
  cures.push(`alter database ${name} connection limit -1`)
  await admin.query(`alter database ${name} connection limit 0`)
  await endSessions()
  for (const send of [list, listByRpc, () => place(v7()), () => placeByRpc(v7())]) expectComeBack(await send())
})

test('while only a standby answers, whoever writes is told to come back', async () => {
  cures.push(`alter role app_rw in database ${name} reset default_transaction_read_only`)
  await admin.query(`alter role app_rw in database ${name} set default_transaction_read_only = on`)
  await endSessions()
  for (const send of [place, placeByRpc]) expectComeBack(await send(v7()))
})

test.each([{ lockTimeoutMillis: 50 }, { statementTimeoutMillis: 50 }])(
  'whoever waits for a lock longer than %o is told to come back',
  async (limits) => {
    const db = connect(api.database.urls.app_rw, limits)
    const impatient = await buildServer({ db, ro: api.database.ro, config })
    await admin.query('begin')
    await admin.query('lock table purchase')
    for (const send of [place, placeByRpc]) expectComeBack(await send(v7(), impatient))
    await admin.query('rollback')
    await impatient.close()
    await db.close()
  },
)
