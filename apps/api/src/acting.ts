import { isInReach, reachOf } from '@mainstay/auth/ability'
import { type RequestActor, rightTo } from '@mainstay/auth/actor'
import { inTenant, type ReadTx, readTenant, type Tx } from '@mainstay/db/client'
import { NotFound } from '@mainstay/db/not-found'
import type { Reach } from '@mainstay/db/org-unit'
import type { Tenant } from '@mainstay/db/tenant'
import type { Actor, Approver } from '@mainstay/domain/actor'
import type { Permission } from '@mainstay/domain/permission'
import type { Context } from './context.ts'

/** What a permitted procedure works with. */
export type Acting = {
  actor: Actor
  approver: Approver
  tenant: Tenant
  now: Date
  requestId: string
  /** By which right, in words for the audit log. */
  allowedBy: string
  /** The one transaction of a mutation. Runs again after a deadlock; with an Idempotency-Key it answers as before. */
  commit<R>(fn: (tx: Tx) => Promise<R>): Promise<R>
  /** One read-only transaction. */
  read<R>(fn: (tx: ReadTx) => Promise<R>): Promise<R>
  /** Where the permission holds, for a list's filter. */
  reach(permission: Permission): Reach
  /** What lies out of reach reads as if it were not there: throws NotFound. */
  requireReach(permission: Permission, noun: string, orgUnitPath: string): void
}

export type Call = { operation: string; permission: Permission; rawInput: () => Promise<unknown> }

export function actingAs(ctx: Context, requester: RequestActor, call: Call): Acting {
  let hasCommitted = false
  return {
    actor: requester.actor,
    approver: requester.approver,
    tenant: requester.tenant,
    now: ctx.now,
    requestId: ctx.requestId,
    allowedBy: rightTo(requester, call.permission),
    async commit(fn) {
      if (hasCommitted) throw new Error(`${call.operation} commits twice: what was done between is not one answer`)
      hasCommitted = true
      return inTenant(ctx.db, requester.tenant.id, fn)
    },
    read: (fn) => readTenant(ctx.ro, requester.tenant.id, fn),
    reach: (permission) => reachOf(requester, permission),
    requireReach(permission, noun, orgUnitPath) {
      if (!isInReach(requester, permission, orgUnitPath)) throw new NotFound(noun)
    },
  }
}
