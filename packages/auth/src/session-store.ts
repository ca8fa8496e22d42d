import {
  deleteSession,
  deleteSessionsExpiredBefore,
  deleteSessionsOfMember,
  findSession,
  insertSession,
  type Session,
  type SignedInMember,
  saveSessionExpiry,
} from '@mainstay/db/access/session'
import { type Database, inTenant } from '@mainstay/db/postgres/client'
import { sessionIdleMinutes } from '@mainstay/domain/access/session'
import { type Act, bySystem } from '@mainstay/domain/command/act'
import { type Adapter, Lucia, TimeSpan } from 'lucia'
import { tokenHash } from './token.ts'

type NewSession = Session & {
  member: { id: string; name: string }
  ip: string | null
  userAgent: string | null
}

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof sessionsOf>
    UserId: string
    DatabaseUserAttributes: SignedInMember
    DatabaseSessionAttributes: Session | NewSession
  }
}

/** Lucia over the sessions of one tenant at one moment. Its session id is the raw token; rows hold only the hash. */
export function sessionsOf(db: Database, tenantId: string, now: Date) {
  return new Lucia(sessionStore(db, tenantId, now), {
    sessionExpiresIn: new TimeSpan(sessionIdleMinutes, 'm'),
    getSessionAttributes: (handle) => ({ handle }),
    getUserAttributes: (signedIn) => signedIn,
  })
}

/**
 * Times come from `now` and not from Lucia's own clock. What is read back carries the raw token as its id: Lucia
 * renews and deletes by the id it is given, and a hash would be hashed again and match nothing.
 */
function sessionStore(db: Database, tenantId: string, now: Date): Adapter {
  const writer = { tenantId, act: bySystem(now) }
  return {
    async getSessionAndUser(token) {
      const row = await findSession(db, { tenantId, tokenHash: tokenHash(token), now })
      if (!row) return [null, null]
      const { session, ...signedIn } = row
      return [
        { id: token, userId: row.member.id, expiresAt: session.expiresAt, attributes: session },
        { id: row.member.id, attributes: signedIn },
      ]
    },
    async setSession({ id: token, attributes }) {
      if (!('member' in attributes)) throw new Error('a session is created with where and when it began')
      const { id, name } = attributes.member
      const act: Act = { actor: { type: 'member', id, name }, at: now }
      await inTenant(db, { tenantId, act }, (tx) => insertSession(tx, { ...attributes, tokenHash: tokenHash(token) }))
    },
    updateSessionExpiration: (token) =>
      inTenant(db, writer, (tx) => saveSessionExpiry(tx, tokenHash(token), idleEnd(now))),
    deleteSession: (token) => inTenant(db, writer, (tx) => deleteSession(tx, tokenHash(token))),
    deleteUserSessions: (memberId) => inTenant(db, writer, (tx) => deleteSessionsOfMember(tx, memberId)),
    deleteExpiredSessions: () => inTenant(db, writer, (tx) => deleteSessionsExpiredBefore(tx, now)),
    // A list of sessions would have to carry tokens, which nobody keeps.
    getUserSessions: async () => [],
  }
}

export function idleEnd(now: Date): Date {
  return new Date(now.getTime() + sessionIdleMinutes * 60_000)
}
