import { findMemberCredentials, savePasswordHash } from '@mainstay/db/access/member'
import { findSession, saveSessionExpiry } from '@mainstay/db/access/session'
import { deleteSignInPlaces, listKnownPlaces, recordSignInPlaces } from '@mainstay/db/access/sign-in-place'
import { acrossTenants, type Database, inTenant, readTenant } from '@mainstay/db/postgres/client'
import { findTenantBySlug } from '@mainstay/db/tenant/tenant'
import { type SignIn, sessionAbsoluteHours } from '@mainstay/domain/access/session'
import { bySystem } from '@mainstay/domain/command/act'
import { accept, type Decision, refuse } from '@mainstay/domain/command/decision'
import { emailKey } from '@mainstay/domain/text/email'
import { generateIdFromEntropySize } from 'lucia'
import { v7 } from 'uuid'
import { type SessionActor, sessionActor } from './actor.ts'
import { networkOf } from './network.ts'
import { dummyHash, hashPassword, isOutdated, isPasswordOf } from './password.ts'
import { idleEnd, sessionsOf } from './session-store.ts'
import { signInLimit } from './sign-in-limit.ts'
import { tokenHash } from './token.ts'

export type SignInRefusal =
  | { code: 'session.wrong_credentials' }
  | { code: 'session.too_many_attempts'; retryAfterSeconds: number }

/** Where a request comes from: its address, its browser, and the id we gave that browser when somebody signed in there. */
export type Origin = { ip: string | null; userAgent: string | null; device?: string | undefined }

/** `device` is the id the browser keeps from then on. */
export type SignedIn = { token: string; device: string; actor: SessionActor }

const tokenForm = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.[a-z2-7]{40}$/
const deviceForm = /^[a-z2-7]{40}$/
const renewEveryMillis = 60_000

/**
 * Says nothing about which of workspace, address and password was wrong, in words or in time. A right password from a
 * browser or network that this member has signed in from is not held up by guesses that come from elsewhere.
 */
export async function signIn(
  db: Database,
  { tenant: slug, email, password, ...origin }: SignIn & Origin,
  now: Date,
): Promise<Decision<SignedIn, SignInRefusal>> {
  const places = placesOf(origin)
  const tenant = await acrossTenants(db, (tx) => findTenantBySlug(tx, slug))
  const found =
    tenant &&
    (await readTenant(db, tenant.id, async (tx) => {
      const member = await findMemberCredentials(tx, email)
      if (!member) return undefined
      const known = await listKnownPlaces(tx, { memberId: member.id, places: Object.values(places) }, now)
      return { member, known }
    }))
  // A browser is its owner's alone, where a network can be an office with somebody who guesses in it.
  const place = [places.device, places.network].find((each) => each !== undefined && found?.known.includes(each))

  const limit = signInLimit(db)
  const attempt = { account: `${slug}/${emailKey(email)}`, network: networkOf(origin.ip ?? 'unknown'), place }
  const wait = await limit.begin(attempt)
  if (wait > 0) return refuse({ code: 'session.too_many_attempts', retryAfterSeconds: wait })

  const member = found?.member
  const isRight = await isPasswordOf(member?.passwordHash ?? dummyHash, password, {
    isKnownPlace: place !== undefined,
  })
  if (!tenant || !member || !isRight) return refuse({ code: 'session.wrong_credentials' })

  await limit.succeeded(attempt)
  const writer = { tenantId: tenant.id, act: bySystem(now) }
  if (isOutdated(member.passwordHash)) {
    const passwordHash = await hashPassword(password)
    await inTenant(db, writer, (tx) => savePasswordHash(tx, { id: member.id, passwordHash }))
  }
  const started = await startSession(db, { tenantId: tenant.id, member, ...origin }, now)
  // An id that this member did not bring here before may have been put into the browser by somebody who knows it.
  const isOwnDevice = places.device !== undefined && found?.known.includes(places.device)
  const device = isOwnDevice && origin.device ? origin.device : generateIdFromEntropySize(25)
  const signedInFrom = Object.values(placesOf({ ...origin, device }))
  await inTenant(db, writer, (tx) => recordSignInPlaces(tx, { memberId: member.id, places: signedInFrom }, now))
  return accept({ ...started, device })
}

/** What a member can be known by where they are, as the hashes that are kept. */
function placesOf({ ip, device }: Origin): { device?: string; network?: string } {
  return {
    ...(device !== undefined && deviceForm.test(device) && { device: tokenHash(`device ${device}`) }),
    ...(ip !== null && { network: tokenHash(`network ${networkOf(ip)}`) }),
  }
}

/** A session for someone whose identity is already proven. */
export async function startSession(
  db: Database,
  { tenantId, member, ip, userAgent }: { tenantId: string; member: { id: string; name: string } } & Origin,
  now: Date,
): Promise<Omit<SignedIn, 'device'>> {
  const session = {
    id: v7(),
    member: { id: member.id, name: member.name },
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
    await inTenant(db, { tenantId, act: bySystem(now) }, (tx) => saveSessionExpiry(tx, tokenHash(token), renewedExpiry))
  const renewed = isDue || session.fresh
  return sessionActor(
    { ...user, session: { id, expiresAt: renewed ? renewedExpiry : expiresAt, absoluteExpiresAt } },
    now,
  )
}

/** The same without renewing it: a page that only listens is no activity. */
export async function watchSession(db: Database, token: string, now: Date): Promise<SessionActor | undefined> {
  const tenantId = tenantOfToken(token)
  if (tenantId === undefined) return undefined
  const found = await findSession(db, { tenantId, tokenHash: tokenHash(token), now })
  return found && sessionActor(found, now)
}

/** Ends the session of this token; a token that stands for none is no error. */
export async function endSession(db: Database, token: string, now: Date): Promise<void> {
  const tenantId = tenantOfToken(token)
  if (tenantId !== undefined) await sessionsOf(db, tenantId, now).invalidateSession(token)
}

/** Signs the member out everywhere; the places are forgotten, since one of them may be somebody else's. */
export async function endSessionsOfMember(
  db: Database,
  { tenantId, memberId }: { tenantId: string; memberId: string },
  now: Date,
): Promise<void> {
  await sessionsOf(db, tenantId, now).invalidateUserSessions(memberId)
  await inTenant(db, { tenantId, act: bySystem(now) }, (tx) => deleteSignInPlaces(tx, memberId))
}

function tenantOfToken(token: string): string | undefined {
  return tokenForm.exec(token)?.[1]
}
