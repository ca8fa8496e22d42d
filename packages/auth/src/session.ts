import { acrossTenants, type Database, inTenant, readTenant } from '@mainstay/db/client'
import { findMemberCredentials, savePasswordHash } from '@mainstay/db/member'
import { saveSessionExpiry } from '@mainstay/db/session'
import { findTenantBySlug } from '@mainstay/db/tenant'
import { accept, type Decision, refuse } from '@mainstay/domain/decision'
import { type SignIn, sessionAbsoluteHours } from '@mainstay/domain/session'
import { generateIdFromEntropySize } from 'lucia'
import { v7 } from 'uuid'
import { type SessionActor, sessionActor } from './actor.ts'
import { hashPassword, isOutdated, isPasswordOf, nobodysHash } from './password.ts'
import { idleEnd, sessionsOf } from './session-store.ts'
import { signInLimit } from './sign-in-limit.ts'
import { tokenHash } from './token.ts'

export type SignInRefusal =
  | { code: 'session.wrong_credentials' }
  | { code: 'session.too_many_attempts'; retryAfterSeconds: number }

export type Origin = { ip: string | null; userAgent: string | null }

export type SignedIn = { token: string; actor: SessionActor }

const tokenForm = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.[a-z2-7]{40}$/
const renewEveryMillis = 60_000

/** Says nothing about which of workspace, address and password was wrong, in words or in time. */
export async function signIn(
  db: Database,
  { tenant: slug, email, password, ip, userAgent }: SignIn & Origin,
  now: Date,
): Promise<Decision<SignedIn, SignInRefusal>> {
  const limit = signInLimit(db)
  const attempt = { ip: ip ?? 'unknown', account: `${slug}/${email}` }
  const wait = await limit.begin(attempt)
  if (wait > 0) return refuse({ code: 'session.too_many_attempts', retryAfterSeconds: wait })

  const tenant = await acrossTenants(db, (tx) => findTenantBySlug(tx, slug))
  const member = tenant && (await readTenant(db, tenant.id, (tx) => findMemberCredentials(tx, email)))
  const isRight = await isPasswordOf(member?.passwordHash ?? nobodysHash, password)
  if (!tenant || !member || !isRight) return refuse({ code: 'session.wrong_credentials' })

  await limit.succeeded(attempt)
  if (isOutdated(member.passwordHash)) {
    const passwordHash = await hashPassword(password)
    await inTenant(db, tenant.id, (tx) => savePasswordHash(tx, { id: member.id, passwordHash }))
  }
  return accept(await startSession(db, { tenantId: tenant.id, member, ip, userAgent }, now))
}

/** A session for someone whose identity is already proven. */
export async function startSession(
  db: Database,
  { tenantId, member, ip, userAgent }: { tenantId: string; member: { id: string; name: string } } & Origin,
  now: Date,
): Promise<SignedIn> {
  const session = {
    id: v7(),
    member: { id: member.id, name: member.name },
    createdAt: now,
    expiresAt: idleEnd(now),
    absoluteExpiresAt: new Date(now.getTime() + sessionAbsoluteHours * 3_600_000),
    ip,
    userAgent: userAgent?.slice(0, 400) ?? null,
  }
  const token = `${tenantId}.${generateIdFromEntropySize(25)}`
  await sessionsOf(db, tenantId, now).createSession(member.id, session, { sessionId: token })
  const actor = await validateSession(db, token, now)
  if (!actor) throw new Error('a session that was just started does not hold')
  return { token, actor }
}

/** Who the token stands for; undefined when it is unknown, ended, idle too long or too old. Renewed once a minute. */
export async function validateSession(db: Database, token: string, now: Date): Promise<SessionActor | undefined> {
  const tenantId = tenantOfToken(token)
  if (tenantId === undefined) return undefined
  const { session, user } = await sessionsOf(db, tenantId, now).validateSession(token)
  if (!session) return undefined

  const { id, expiresAt, absoluteExpiresAt } = session.handle
  const renewedExpiry = new Date(Math.min(idleEnd(now).getTime(), absoluteExpiresAt.getTime()))
  const isDue = renewedExpiry.getTime() - expiresAt.getTime() >= renewEveryMillis
  if (isDue && !session.fresh)
    await inTenant(db, tenantId, (tx) => saveSessionExpiry(tx, tokenHash(token), renewedExpiry))
  const renewed = isDue || session.fresh
  return sessionActor(
    { ...user, session: { id, expiresAt: renewed ? renewedExpiry : expiresAt, absoluteExpiresAt } },
    now,
  )
}

/** Ends the session of this token; a token that stands for none is no error. */
export async function endSession(db: Database, token: string, now: Date): Promise<void> {
  const tenantId = tenantOfToken(token)
  if (tenantId !== undefined) await sessionsOf(db, tenantId, now).invalidateSession(token)
}

/** Signs the member out everywhere. */
export async function endSessionsOfMember(
  db: Database,
  { tenantId, memberId }: { tenantId: string; memberId: string },
  now: Date,
): Promise<void> {
  await sessionsOf(db, tenantId, now).invalidateUserSessions(memberId)
}

function tenantOfToken(token: string): string | undefined {
  return tokenForm.exec(token)?.[1]
}
