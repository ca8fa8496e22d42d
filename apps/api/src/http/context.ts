import type {} from '@fastify/cookie'
import type { RequestActor } from '@mainstay/auth/actor'
import { validateApiKey } from '@mainstay/auth/api-key'
import { cookieAttributes, deviceCookieDays, deviceCookieName, sessionCookieName } from '@mainstay/auth/cookie'
import { type Origin, validateSession } from '@mainstay/auth/session'
import type { Database } from '@mainstay/db/postgres/client'
import { extendRequestContext } from '@mainstay/telemetry/request-context'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { shareNext } from './share-next.ts'

export type SessionCookie = {
  token: string | undefined
  put(token: string, expiresAt: Date): void
  remove(): void
}

/** The id of the browser, which it keeps when its session has ended. */
export type DeviceCookie = { put(device: string): void }

/** What a request brings. Who it comes from is looked up when a procedure asks, once for all calls of a batch. */
export type Context = {
  db: Database
  ro: Database
  now: Date
  requestId: string
  cursorSecret: string
  origin: Origin
  idempotencyKey: string | undefined
  sessionCookie: SessionCookie
  deviceCookie: DeviceCookie
  authenticate(): Promise<RequestActor | undefined>
}

type Credentials = { authorization: string | undefined; cookie: string | undefined; now: Date }

export type ContextSources = {
  db: Database
  ro: Database
  tls: boolean
  cursorSecret: string
  clock: () => Date
  callerOf: (request: FastifyRequest) => string | null
  /** Who comes with these; see `authenticated`. */
  authenticate: (credentials: Credentials) => Promise<RequestActor | undefined>
}

export function contextOf(
  { db, ro, tls, cursorSecret, clock, callerOf, authenticate }: ContextSources,
  request: FastifyRequest,
  reply: FastifyReply,
): Context {
  const now = clock()
  const sessionCookie = cookieOf(request, reply, tls)
  let actor: Promise<RequestActor | undefined> | undefined
  return {
    db,
    ro,
    now,
    requestId: request.id,
    cursorSecret,
    origin: {
      ip: callerOf(request),
      userAgent: request.headers['user-agent'] ?? null,
      device: request.cookies[deviceCookieName({ secure: tls })],
    },
    idempotencyKey: singleHeader(request.headers['idempotency-key']),
    sessionCookie,
    deviceCookie: deviceCookieOf(reply, { secure: tls, now }),
    authenticate() {
      const { authorization } = request.headers
      actor ??= recognized(authenticate({ authorization, cookie: sessionCookie.token, now }))
      return actor
    },
  }
}

async function recognized(actor: Promise<RequestActor | undefined>): Promise<RequestActor | undefined> {
  const known = await actor
  if (known) extendRequestContext({ tenantId: known.tenant.id, actorId: known.person.id })
  return known
}

/** A header that names a key wins over a cookie, and is never answered with the cookie's rights when it is wrong. */
export async function authenticated(
  db: Database,
  { authorization, cookie, now }: Credentials,
): Promise<RequestActor | undefined> {
  if (authorization !== undefined) return validateApiKey(db, /^Bearer (\S+)$/i.exec(authorization)?.[1] ?? '', now)
  return cookie ? validateSession(db, cookie, now) : undefined
}

/** The same, once for all requests that wait with the same credentials: the pages of a console, or a shop's one key. */
export function authenticator(db: Database): ContextSources['authenticate'] {
  return shareNext(
    (credentials) => authenticated(db, credentials),
    ({ authorization, cookie }) => JSON.stringify([authorization, cookie]),
  )
}

function cookieOf(request: FastifyRequest, reply: FastifyReply, secure: boolean): SessionCookie {
  const name = sessionCookieName({ secure })
  const attributes = cookieAttributes({ secure })
  return {
    token: request.cookies[name],
    put: (token, expiresAt) => void reply.setCookie(name, token, { ...attributes, expires: expiresAt }),
    remove: () => void reply.clearCookie(name, attributes),
  }
}

function deviceCookieOf(reply: FastifyReply, { secure, now }: { secure: boolean; now: Date }): DeviceCookie {
  const expires = new Date(now.getTime() + deviceCookieDays * 86_400_000)
  const put = (device: string) =>
    void reply.setCookie(deviceCookieName({ secure }), device, { ...cookieAttributes({ secure }), expires })
  return { put }
}

export function singleHeader(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
