import { saveApiKeyRevoked } from '@mainstay/db/access/api-key'
import { inTenant } from '@mainstay/db/postgres/client'
import { type TestDatabase, testDatabase } from '@mainstay/db/test/database'
import { writer } from '@mainstay/db/test/writer'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Market, openMarket } from '../test/market.ts'
import { createApiKey, isWellFormedKey, validateApiKey } from './api-key.ts'

let database: TestDatabase
let market: Market
let other: Market

beforeAll(async () => {
  database = await testDatabase()
  market = await openMarket(database.rw, 'market')
  other = await openMarket(database.rw, 'other-market')
})
afterAll(() => database.close())

const now = new Date('2026-11-22T12:00:00Z')

function storefrontKey(options: { expiresAt?: Date } = {}) {
  return inTenant(database.rw, writer(market.tenantId, { at: now }), (tx) =>
    createApiKey(tx, {
      name: 'Storefront',
      scopes: ['catalogue.read', 'purchase.place'],
      ...options,
    }),
  )
}

test('a key acts in its tenant, within its scopes, and releases no money', async () => {
  const { id, key } = await storefrontKey()
  const actor = await validateApiKey(database.rw, key, now)
  expect(actor).toMatchObject({
    actor: { type: 'api_key', id, name: 'Storefront' },
    tenant: { id: market.tenantId },
    permissions: ['catalogue.read', 'purchase.place'],
    grants: [],
  })
})

test('only the hash and the last four characters of a key are kept', async () => {
  const { key } = await storefrontKey()
  const client = new pg.Client({ connectionString: database.adminUrl })
  await client.connect()
  const { rows } = await client.query('select * from api_key')
  await client.end()
  expect(JSON.stringify(rows)).toContain(key.slice(-4))
  expect(JSON.stringify(rows)).not.toContain(key.slice(-36, -4))
})

test('a mistyped key is refused before the database is asked', async () => {
  const { key } = await storefrontKey()
  expect(isWellFormedKey(key)).toBe(true)
  const at = key.indexOf('.') + 3
  const mistyped = key.slice(0, at) + (key[at] === 'a' ? 'b' : 'a') + key.slice(at + 1)
  expect(isWellFormedKey(mistyped)).toBe(false)
  expect(isWellFormedKey(key.replace(market.tenantId.replaceAll('-', ''), other.tenantId.replaceAll('-', '')))).toBe(
    false,
  )
})

test('a revoked key and an expired key stand for nobody', async () => {
  const revoked = await storefrontKey()
  await inTenant(database.rw, writer(market.tenantId, { at: now }), (tx) => saveApiKeyRevoked(tx, revoked.id))
  expect(await validateApiKey(database.rw, revoked.key, now)).toBeUndefined()

  const expired = await storefrontKey({ expiresAt: now })
  expect(await validateApiKey(database.rw, expired.key, now)).toBeUndefined()
  expect(await validateApiKey(database.rw, expired.key, new Date(now.getTime() - 1))).toBeDefined()
})
