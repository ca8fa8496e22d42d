import { connect } from '@mainstay/db/postgres/client'
import { type TestDatabase, testDatabase } from '@mainstay/db/test/database'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Attempt, signInLimit } from './sign-in-limit.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

async function attempts(
  count: number,
  attempt: Omit<Attempt, 'place'> & { place?: string | undefined },
): Promise<number[]> {
  const waits: number[] = []
  for (let made = 0; made < count; made += 1)
    waits.push(await signInLimit(database.rw).begin({ place: undefined, ...attempt }))
  return waits
}

test('five mistakes are free, then guessing is slowed down', async () => {
  const waits = await attempts(14, { network: '192.0.2.10', account: 'market/guessed@market.example' })
  expect(waits.slice(0, 5)).toEqual([0, 0, 0, 0, 0])
  // Fourteen would take two minutes at the pace that is allowed.
  expect(Math.max(...waits.slice(5))).toBeGreaterThanOrEqual(1)
})

test('attempts made at once do not all pass as the first', async () => {
  const attempt = { network: '192.0.2.11', account: 'market/burst@market.example', place: undefined }
  const waits = await Promise.all(Array.from({ length: 20 }, () => signInLimit(database.rw).begin(attempt)))
  expect(waits.filter((wait) => wait === 0).length).toBeLessThanOrEqual(8)
})

test('guessing at an account from everywhere never keeps its owner out for more than seconds', async () => {
  const account = 'market/owner@market.example'
  for (let from = 0; from < 40; from += 1) await attempts(2, { network: `198.51.100.${from}`, account })
  const [wait] = await attempts(1, { network: '192.0.2.12', account })
  expect(wait).toBeLessThanOrEqual(15)
})

test('whoever is known where they are does not notice the guesses, and has guesses of their own', async () => {
  const account = 'market/known@market.example'
  for (let from = 0; from < 40; from += 1) await attempts(2, { network: `203.0.113.${from}`, account })
  expect(Math.max(...(await attempts(3, { network: '192.0.2.15', account })))).toBeGreaterThan(0)
  expect(await attempts(10, { network: '192.0.2.15', account, place: 'her browser' })).toEqual(Array(10).fill(0))
  // A browser that was stolen is no way around the limit.
  expect(Math.max(...(await attempts(5, { network: '192.0.2.15', account, place: 'her browser' })))).toBeGreaterThan(0)
  expect(await attempts(1, { network: '192.0.2.15', account, place: 'her office' })).toEqual([0])
})

test('a storm at one account from a shared address leaves its other accounts alone', async () => {
  await attempts(42, { network: '192.0.2.16', account: 'market/stormed@market.example' })
  for (let other = 0; other < 42; other += 1)
    expect(await attempts(1, { network: '192.0.2.16', account: `market/other-${other}@market.example` })).toEqual([0])
})

test('who tries a password at a hundred accounts is slowed down, and told for how long', async () => {
  const network = '192.0.2.17'
  const spray = (from: number, to: number) =>
    Promise.all(
      Array.from({ length: to - from }, (_, index) =>
        signInLimit(database.rw).begin({ network, account: `sprayed/${from + index}@x.example`, place: undefined }),
      ),
    )
  expect(Math.max(...(await spray(0, 100)))).toBe(0)
  const waits = await spray(100, 130)
  expect(waits.filter((wait) => wait > 0).length).toBeGreaterThan(20)
  expect(Math.max(...waits)).toBeLessThanOrEqual(15)
})

test('a right password makes the account free again from there, and takes its guesses from the address', async () => {
  const attempt = { network: '192.0.2.13', account: 'market/typo@market.example', place: undefined }
  expect(Math.max(...(await attempts(14, attempt)))).toBeGreaterThan(0)
  await signInLimit(database.rw).succeeded(attempt)
  expect(await attempts(5, attempt)).toEqual([0, 0, 0, 0, 0])
})

test('neither addresses nor accounts can be read from the table', async () => {
  await attempts(1, { network: '203.0.113.9', account: 'market/secret-name@market.example' })
  const client = new pg.Client({ connectionString: database.adminUrl })
  await client.connect()
  const { rows } = await client.query('select key from rate_limit')
  await client.end()
  expect(rows.length).toBeGreaterThan(0)
  expect(JSON.stringify(rows)).not.toMatch(/203\.0\.113|secret-name/)
})

test('what has expired is deleted while the process runs', async () => {
  const old = { key: 'attempts:long ago', points: 3, expire: Date.now() - 2 * 86_400_000 }
  await database.rw.pool.query('insert into rate_limit values ($1, $2, $3)', [old.key, old.points, old.expire])
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  const db = connect(database.urls.app_rw)
  signInLimit(db)
  vi.advanceTimersByTime(300_000)
  vi.useRealTimers()
  await vi.waitUntil(async () => {
    const { rows } = await db.pool.query('select from rate_limit where key = $1', [old.key])
    return rows.length === 0
  })
  await db.close()
})
