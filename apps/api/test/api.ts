import { createApiKey } from '@mainstay/auth/api-key'
import { hashPassword } from '@mainstay/auth/password'
import { startSession } from '@mainstay/auth/session'
import type { Member } from '@mainstay/db/access/member'
import type { OrgUnit } from '@mainstay/db/access/org-unit'
import { type Database, inTenant } from '@mainstay/db/postgres/client'
import { createTenant } from '@mainstay/db/tenant/create'
import { type TestDatabase, testDatabase } from '@mainstay/db/test/database'
import { writer } from '@mainstay/db/test/writer'
import type { Permission } from '@mainstay/domain/access/permission'
import { callTRPCProcedure } from '@trpc/server'
import type { FastifyInstance } from 'fastify'
import { v7 } from 'uuid'
import type { ApiConfig } from '../src/env.ts'
import { authenticated, type Context } from '../src/http/context.ts'
import { describeProcedures } from '../src/http/procedures.ts'
import { buildServer } from '../src/http/server.ts'
import { createCallerFactory } from '../src/http/trpc.ts'
import type { LiveLimits } from '../src/live/serve-live.ts'
import { appRouter } from '../src/router/router.ts'
import { type MemberKey, testMembers } from './members.ts'

const createCaller = createCallerFactory(appRouter)

export type Caller = ReturnType<typeof createCaller>

/** A seeded tenant, and ways to act in it. */
export type TestTenant = {
  id: string
  slug: string
  operator: OrgUnit
  member(person: MemberKey): Member
  /** The router as this person, signed in; every call is a request of its own time. */
  callerAs(person: MemberKey, options?: { idempotencyKey?: string }): Promise<Caller>
  /** The router as a program with these scopes. */
  callerWithKey(scopes: readonly Permission[], options?: { idempotencyKey?: string }): Promise<Caller>
  /** Any procedure by its path, for tests that walk the router. */
  callAs(person: MemberKey, path: string, input: unknown): Promise<unknown>
  callWithKey(scopes: readonly Permission[], path: string, input: unknown): Promise<unknown>
  /** For `inject`: `{ headers: { cookie: await tenant.cookieOf('maria') } }`. */
  cookieOf(person: MemberKey): Promise<string>
  apiKey(scopes: readonly Permission[]): Promise<string>
}

export type TestApi = {
  /** `app.inject({ method, url, headers, payload })` speaks HTTP without a port. */
  app: FastifyInstance
  database: TestDatabase
  tenant: TestTenant
  /** The same people and shape, to probe isolation with. */
  otherTenant: TestTenant
  /** The router as somebody without a session. */
  anonymous: Caller
  /** Moves the time of the following requests. */
  setNow(now: Date | undefined): void
  close(): Promise<void>
}

export const password = 'a password for tests'
export const consoleOrigin = 'http://console.test'

export const consoleSecret = 'what the console of the tests shows the api'

export const config: ApiConfig = {
  host: '127.0.0.1',
  port: 0,
  allowedOrigins: [consoleOrigin],
  cursorSecret: 'signs the cursors of the tests',
  webhookSecrets: { stripe: 'whsec_spawned_sandbox' },
  tls: false,
  trustedProxies: 0,
  consoleSecret,
  drainMillis: 0,
}

/** The whole api on a database of its own: call it in `beforeAll` and `close()` in `afterAll`. */
export async function testApi(live: Partial<LiveLimits> = {}): Promise<TestApi> {
  const database = await testDatabase()
  let now: Date | undefined
  const clock = () => now ?? new Date()
  const passwordHash = await hashPassword(password, { memoryCost: 64, timeCost: 1, parallelism: 1 })
  const app = await buildServer({ db: database.rw, ro: database.ro, config, live, clock })
  return {
    app,
    database,
    tenant: await seedTenant(database, { slug: 'nordwind', passwordHash, clock }),
    otherTenant: await seedTenant(database, { slug: 'baltic', passwordHash, clock }),
    anonymous: createCaller(contextFor(database, clock, {})),
    setNow(moment) {
      now = moment
    },
    async close() {
      await app.close()
      await database.close()
    },
  }
}

async function seedTenant(
  database: TestDatabase,
  { slug, passwordHash, clock }: { slug: string; passwordHash: string; clock: () => Date },
): Promise<TestTenant> {
  const db: Database = database.rw
  const id = v7()
  const tenant = {
    slug,
    name: slug === 'nordwind' ? 'Nordwind Supply' : 'Baltic Yards',
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
    numberPrefix: slug === 'nordwind' ? 'NW' : 'BY',
    salesMode: 'agent',
    taxInclusive: true,
    commissionBase: 'net',
    commissionTaxPpm: 190_000,
  } as const
  const { operator, members } = await inTenant(db, writer(id, { at: clock() }), (tx) =>
    createTenant(tx, { tenant, people: testMembers, passwordHash }),
  )

  const member = (person: MemberKey): Member => {
    const found = members.get(person)
    if (!found) throw new Error(`${person} does not work here`)
    return found
  }
  const tokenOf = async (person: MemberKey): Promise<string> => {
    const started = await startSession(db, { tenantId: id, member: member(person), ip: null, userAgent: null }, clock())
    return started.token
  }
  const apiKey = async (scopes: readonly Permission[]): Promise<string> => {
    const { key } = await inTenant(db, writer(id, { at: clock() }), (tx) =>
      createApiKey(tx, { name: 'A test storefront', scopes }),
    )
    return key
  }
  const callPath = (credentials: Credentials, path: string, input: unknown): Promise<unknown> =>
    callTRPCProcedure({
      router: appRouter,
      path,
      type: typeOf(path),
      ctx: contextFor(database, clock, credentials),
      getRawInput: async () => input,
      signal: undefined,
      batchIndex: 0,
    })
  return {
    id,
    slug,
    operator,
    member,
    apiKey,
    cookieOf: async (person) => `mainstay=${await tokenOf(person)}`,
    async callerAs(person, options = {}) {
      const cookie = await tokenOf(person)
      return createCaller(() => contextFor(database, clock, { cookie, ...options }))
    },
    callAs: async (person, path, input) => callPath({ cookie: await tokenOf(person) }, path, input),
    callWithKey: async (scopes, path, input) =>
      callPath({ authorization: `Bearer ${await apiKey(scopes)}` }, path, input),
    async callerWithKey(scopes, options = {}) {
      const authorization = `Bearer ${await apiKey(scopes)}`
      return createCaller(() => contextFor(database, clock, { authorization, ...options }))
    },
  }
}

type Credentials = { cookie?: string; authorization?: string; idempotencyKey?: string }

function typeOf(path: string): 'query' | 'mutation' {
  const procedure = describeProcedures(appRouter).find((each) => each.path === path)
  if (!procedure) throw new Error(`there is no ${path}`)
  return procedure.type
}

function contextFor(
  database: TestDatabase,
  clock: () => Date,
  { cookie, authorization, idempotencyKey }: Credentials,
): Context {
  const now = clock()
  return {
    db: database.rw,
    ro: database.ro,
    now,
    requestId: v7(),
    cursorSecret: config.cursorSecret,
    origin: { ip: null, userAgent: null },
    idempotencyKey,
    sessionCookie: { token: cookie, put: () => {}, remove: () => {} },
    deviceCookie: { put: () => {} },
    authenticate: () => authenticated(database.rw, { authorization, cookie, now }),
  }
}
