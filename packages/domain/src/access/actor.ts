import * as z from 'zod'
import { Id } from '../command/id.ts'
import { isMoreThan, Money } from '../money/money.ts'
import type { Permission } from './permission.ts'

/** Who acts. A provider is the outside world reporting a fact; the system acts for a workflow run. */
export const Actor = z.discriminatedUnion('type', [
  z.object({ type: z.literal('member'), id: Id, name: z.string() }),
  z.object({ type: z.literal('api_key'), id: Id, name: z.string() }),
  z.object({ type: z.literal('system'), name: z.string(), runId: Id.optional() }),
  z.object({ type: z.literal('provider'), name: z.string() }),
])
export type Actor = z.infer<typeof Actor>

/** The most a person may release alone by one permission, in one currency. */
export const Limit = z.object({ permission: z.string(), limit: Money })
export type Limit = z.infer<typeof Limit>

/** Who asks, a person or a program, without what they may do. */
export type Person = { id: Id; name: string }

/** A signed-in person as the rules of one place see them: `approverAt` knows how much they may release there. */
export type Approver = Person & { limits: readonly Limit[] }

/** The limit in that currency; none granted means zero. */
export function limitOf(approver: Approver, permission: Permission, currency: string): Money {
  const held = approver.limits.filter((each) => each.permission === permission && each.limit.currency === currency)
  return held.reduce<Money>((most, each) => (isMoreThan(each.limit, most) ? each.limit : most), {
    amount: 0,
    currency,
  })
}
