import type { SessionActor } from '@mainstay/auth/actor'
import { endSession, signIn } from '@mainstay/auth/session'
import { limitsOf } from '@mainstay/domain/access/grant'
import { roles } from '@mainstay/domain/access/role'
import { Me, SignIn } from '@mainstay/domain/access/session'
import { accepted } from '@mainstay/domain/command/decision'
import * as z from 'zod'
import { publicProcedure, router, signedIn } from '../http/trpc.ts'

export const session = router({
  signIn: publicProcedure('who signs in has no rights yet', { summary: 'Sign in', idempotent: false })
    .input(SignIn)
    .output(Me)
    .mutation(async ({ ctx, input }) => {
      const signedIn = accepted(await signIn(ctx.db, { ...input, ...ctx.origin }, ctx.now))
      // The browser's former session ends here: a token known before signing in is worth nothing after.
      if (ctx.sessionCookie.token) await endSession(ctx.db, ctx.sessionCookie.token, ctx.now)
      ctx.sessionCookie.put(signedIn.token, signedIn.actor.session.absoluteExpiresAt)
      ctx.deviceCookie.put(signedIn.device)
      return meOf(signedIn.actor)
    }),

  signOut: publicProcedure('whoever holds a session may end it', { summary: 'Sign out' })
    .input(z.strictObject({}).optional())
    .output(z.object({}))
    .mutation(async ({ ctx }) => {
      if (ctx.sessionCookie.token) await endSession(ctx.db, ctx.sessionCookie.token, ctx.now)
      ctx.sessionCookie.remove()
      return {}
    }),

  me: signedIn('everyone may know who they are and what they may do', { summary: 'Who is signed in' })
    .input(z.strictObject({}).optional())
    .output(Me)
    .query(({ ctx }) => meOf(ctx.requester)),
})

function meOf({ tenant, member, grants, permissions, session }: SessionActor): Me {
  const { id, slug, name, currency, timeZone } = tenant
  return {
    tenant: { id, slug, name, currency, timeZone },
    member,
    roles: grants.map(({ role, orgUnit, reach }) => ({
      key: role,
      name: roles[role].name,
      orgUnit: orgUnit.name,
      reach,
    })),
    grants: grants.map(({ role, orgUnit, reach }) => ({ role, orgUnit, reach })),
    permissions,
    limits: grants.flatMap((grant) =>
      limitsOf([grant]).map((limit) => ({ ...limit, orgUnit: grant.orgUnit.name, reach: grant.reach })),
    ),
    session: { expiresAt: session.expiresAt, absoluteExpiresAt: session.absoluteExpiresAt },
  }
}
