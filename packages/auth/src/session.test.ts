import { inTenant } from '@mainstay/db/postgres/client'
import { type TestDatabase, testDatabase } from '@mainstay/db/test/database'
import { writer } from '@mainstay/db/test/writer'
import { limitsOf } from '@mainstay/domain/access/grant'
import { accepted } from '@mainstay/domain/command/decision'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Market, openMarket, password } from '../test/market.ts'
import { isOutdated } from './password.ts'
import { endSession, endSessionsOfMember, signIn, startSession, validateSession } from './session.ts'
import { tokenHash } from './token.ts'

let database: TestDatabase
let market: Market
let other: Market

beforeAll(async () => {
  database = await testDatabase()
  market = await openMarket(database.rw, 'market')
  other = await openMarket(database.rw, 'other-market')
})
afterAll(() => database.close())

const browser = { ip: '192.0.2.1', userAgent: 'a browser' }
const later = (now: Date, minutes: number) => new Date(now.getTime() + minutes * 60_000)

function marias(now: Date) {
  return startSession(database.rw, { ...browser, tenantId: market.tenantId, member: market.maria }, now)
}

async function asAdministrator<R extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<R[]> {
  const client = new pg.Client({ connectionString: database.adminUrl })
  await client.connect()
  try {
    return (await client.query<R>(text, values)).rows
  } finally {
    await client.end()
  }
}

test('signing in says who it is, what they may do and how much they may release', async () => {
  const now = new Date()
  const { actor } = accepted(
    await signIn(database.rw, { ...browser, tenant: 'market', email: 'maria@market.example', password }, now),
  )
  expect(actor.actor).toEqual({ type: 'member', id: market.maria.id, name: 'Maria Lindholm' })
  expect(actor.tenant).toMatchObject({ id: market.tenantId, slug: 'market', currency: 'EUR' })
  expect(actor.permissions).toContain('refund.approve')
  expect(actor.permissions).not.toContain('workflow.retry')
  expect(limitsOf(actor.grants)).toEqual([
    { permission: 'refund.approve', limit: { amount: 500_000, currency: 'EUR' } },
  ])
  expect(actor.session.expiresAt).toEqual(later(now, 30))
  const audit = await asAdministrator("select actor_name, changes from audit_entry where action = 'session.start'")
  expect(audit).toContainEqual({
    actor_name: 'Maria Lindholm',
    changes: [{ field: 'ip', before: null, after: '192.0.2.1' }],
  })
})

test('a hash made at a lower cost is made anew when its owner signs in', async () => {
  const input = { ...browser, tenant: 'other-market', email: 'jonas@market.example', password }
  accepted(await signIn(database.rw, input, new Date()))
  const [row] = await asAdministrator<{ password_hash: string }>('select password_hash from member where id = $1', [
    other.jonas.id,
  ])
  expect(isOutdated(row?.password_hash ?? '')).toBe(false)
  expect((await signIn(database.rw, input, new Date())).ok).toBe(true)
})

test.each([
  ['a wrong password', { tenant: 'market', email: 'maria@market.example', password: 'wrong' }],
  ['an address nobody has', { tenant: 'market', email: 'nobody@market.example', password }],
  ['a workspace that does not exist', { tenant: 'no-market', email: 'maria@market.example', password }],
])('%s is answered like any other mistake', async (_what, input) => {
  expect(await signIn(database.rw, { ...browser, ...input }, new Date())).toEqual({
    ok: false,
    refusal: { code: 'session.wrong_credentials' },
  })
})

test('the database holds a hash of the token, and a stolen hash opens nothing', async () => {
  const now = new Date()
  const { token } = await marias(now)
  const rows = await asAdministrator<{ token_hash: string }>('select token_hash from session')
  expect(rows.map((row) => row.token_hash)).toContain(tokenHash(token))
  expect(JSON.stringify(rows)).not.toContain(token.split('.')[1])
  expect(await validateSession(database.rw, `${market.tenantId}.${tokenHash(token)}`, now)).toBeUndefined()
})

test("a token says its tenant, and under another tenant's name it opens nothing", async () => {
  const now = new Date()
  const { token } = await marias(now)
  expect(await validateSession(database.rw, token.replace(market.tenantId, other.tenantId), now)).toBeUndefined()
  expect(await validateSession(database.rw, 'junk', now)).toBeUndefined()
})

test('a session lives on while it is used, and ends after half an hour without use', async () => {
  const now = new Date()
  const { token } = await marias(now)
  const renewed = await validateSession(database.rw, token, later(now, 20))
  expect(renewed?.session.expiresAt).toEqual(later(now, 50))
  expect(await validateSession(database.rw, token, later(now, 49))).toBeDefined()
  expect(await validateSession(database.rw, token, later(now, 49 + 31))).toBeUndefined()
})

test('Lucia renews by the raw token too: a session past half its idle time is prolonged in the database', async () => {
  const past = later(new Date(), -20)
  const { token } = await marias(past)
  const now = new Date()
  await validateSession(database.rw, token, now)
  const [row] = await asAdministrator<{ expires_at: Date }>('select expires_at from session where token_hash = $1', [
    tokenHash(token),
  ])
  expect(row?.expires_at).toEqual(later(now, 30))
})

test('a session ends after twelve hours however much it is used', async () => {
  const now = new Date()
  const { token } = await marias(now)
  for (let minutes = 25; minutes < 12 * 60; minutes += 25)
    expect(await validateSession(database.rw, token, later(now, minutes)), `${minutes} minutes`).toBeDefined()
  expect(await validateSession(database.rw, token, later(now, 12 * 60))).toBeUndefined()
})

test('use within the same minute writes nothing', async () => {
  const now = new Date()
  const { token } = await marias(now)
  const versions = () => asAdministrator('select xmin from session where token_hash = $1', [tokenHash(token)])
  const before = await versions()
  await validateSession(database.rw, token, new Date(now.getTime() + 59_000))
  expect(await versions()).toEqual(before)
  await validateSession(database.rw, token, later(now, 1))
  expect(await versions()).not.toEqual(before)
})

test('signing out ends this session; signing out everywhere ends them all', async () => {
  const now = new Date()
  const [first, second, third] = [await marias(now), await marias(now), await marias(now)]
  await endSession(database.rw, first.token, now)
  expect(await validateSession(database.rw, first.token, now)).toBeUndefined()
  expect(await validateSession(database.rw, second.token, now)).toBeDefined()
  await endSessionsOfMember(database.rw, { tenantId: market.tenantId, memberId: market.maria.id }, now)
  expect(await validateSession(database.rw, second.token, now)).toBeUndefined()
  expect(await validateSession(database.rw, third.token, now)).toBeUndefined()
})

test('a grant taken away is gone with the next request', async () => {
  const now = new Date()
  const { token, actor } = await startSession(
    database.rw,
    { ...browser, tenantId: other.tenantId, member: other.maria },
    now,
  )
  expect(actor.permissions).toContain('refund.approve')
  await inTenant(database.rw, writer(other.tenantId), (tx) =>
    tx.deleteFrom('role_grant').where('tenant_id', '=', tx.tenantId).where('member_id', '=', other.maria.id).execute(),
  )
  const next = await validateSession(database.rw, token, now)
  expect(next?.permissions).toEqual([])
  expect(next?.grants).toEqual([])
})
