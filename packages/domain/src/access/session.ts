import * as z from 'zod'
import { Id } from '../command/id.ts'
import { Workspace } from '../tenant/workspace.ts'
import { Email } from '../text/email.ts'
import { Limit } from './actor.ts'
import { isRoleKey, type RoleKey } from './role.ts'

export const SignIn = z.strictObject({
  tenant: Workspace.min(1, 'Enter your workspace'),
  email: Email.toLowerCase(),
  password: z.string().min(1, 'Enter your password').max(256),
})
export type SignIn = z.infer<typeof SignIn>

/** Who is signed in, where, and what they may do: the console draws itself from this. */
export const Me = z.object({
  tenant: z.object({ id: Id, slug: z.string(), name: z.string(), currency: z.string(), timeZone: z.string() }),
  member: z.object({ id: Id, name: z.string(), email: z.string(), title: z.string() }),
  roles: z.array(
    z.object({ key: z.string(), name: z.string(), orgUnit: z.string(), reach: z.enum(['self', 'subtree']) }),
  ),
  /** What `isHeldAt` asks. */
  grants: z.array(
    z.object({
      role: z.custom<RoleKey>((key) => typeof key === 'string' && isRoleKey(key)),
      orgUnit: z.object({ kind: z.string(), name: z.string(), path: z.string() }),
      reach: z.enum(['self', 'subtree']),
    }),
  ),
  /** What they may do somewhere. */
  permissions: z.array(z.string()),
  /** Each holds where its role does, and nowhere else. */
  limits: z.array(Limit.extend({ orgUnit: z.string(), reach: z.enum(['self', 'subtree']) })),
  session: z.object({ expiresAt: z.date(), absoluteExpiresAt: z.date() }),
})
export type Me = z.infer<typeof Me>

/** Idle time after which a session ends, and the time after which it ends whatever happens. */
export const sessionIdleMinutes = 30
export const sessionAbsoluteHours = 12
