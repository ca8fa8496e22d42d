import { type TestDatabase, testDatabase } from '@mainstay/db/test/database'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signInLimit } from './sign-in-limit.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

async function attempts(count: number, attempt: { ip: string; account: string }): Promise<number[]> {
  const waits: number[] = []
  for (let made = 0; made < count; made += 1) waits.push(await signInLimit(database.rw).begin(attempt))
  return waits
}

test('five mistakes are free, then guessing is slowed down', async () => {
  const waits = await attempts(14, { ip: '192.0.2.10', account: 'market/guessed@market.example' })
  expect(waits.slice(0, 5)).toEqual([0, 0, 0, 0, 0])
  // Fourteen would take two minutes at the pace that is allowed.
  expect(Math.max(...waits.slice(5))).toBeGreaterThanOrEqual(1)
})

test('attempts made at once do not all pass as the first', async () => {
  const attempt = { ip: '192.0.2.11', account: 'market/burst@market.example' }
  const waits = await Promise.all(Array.from({ length: 20 }, () => signInLimit(database.rw).begin(attempt)))
  expect(waits.filter((wait) => wait === 0).length).toBeLessThanOrEqual(8)
})

test('guessing at an account from elsewhere never keeps its owner out for more than seconds', async () => {
  const account = 'market/owner@market.example'
  for (let from = 0; from < 40; from += 1) await attempts(2, { ip: `198.51.100.${from}`, account })
  const [wait] = await attempts(1, { ip: '192.0.2.12', account })
  expect(wait).toBeLessThanOrEqual(15)
})

test('a right password makes the account free again, but not for everyone behind its address', async () => {
  const attempt = { ip: '192.0.2.13', account: 'market/typo@market.example' }
  expect(Math.max(...(await attempts(14, attempt)))).toBeGreaterThan(0)
  await signInLimit(database.rw).succeeded(attempt)
  expect(await attempts(5, attempt)).toEqual([0, 0, 0, 0, 0])

  for (let account = 0; account < 31; account += 1)
    await attempts(1, { ip: '192.0.2.14', account: `market/${account}@market.example` })
  await signInLimit(database.rw).succeeded({ ip: '192.0.2.14', account: 'market/0@market.example' })
  const waits = await attempts(5, { ip: '192.0.2.14', account: 'market/next@market.example' })
  expect(Math.max(...waits)).toBeGreaterThan(0)
})

test('neither addresses nor accounts can be read from the table', async () => {
  await attempts(1, { ip: '203.0.113.9', account: 'market/secret-name@market.example' })
  const client = new pg.Client({ connectionString: database.adminUrl })
  await client.connect()
  const { rows } = await client.query('select key from rate_limit')
  await client.end()
  expect(rows.length).toBeGreaterThan(0)
  expect(JSON.stringify(rows)).not.toMatch(/203\.0\.113|secret-name/)
})
