import { isInReach, reachOf } from '@mainstay/auth/ability'
import { audienceOf, describeGrant, type RequestActor } from '@mainstay/auth/actor'
import type { Reach } from '@mainstay/db/access/org-unit'
import { answerOnce, type IdempotentRequest } from '@mainstay/db/command/idempotency'
import { inTenant, type ReadTx, readTenant, type Tx } from '@mainstay/db/postgres/client'
import { NotFound } from '@mainstay/db/postgres/not-found'
import type { Tenant } from '@mainstay/db/tenant/tenant'
import type { Actor, Approver, Person } from '@mainstay/domain/access/actor'
import type { Audience } from '@mainstay/domain/access/audience'
import { approverAt, type Place } from '@mainstay/domain/access/grant'
import type { Permission } from '@mainstay/domain/access/permission'
import type { Act } from '@mainstay/domain/command/act'
import { Refused } from '@mainstay/domain/command/decision'
import type { IdempotencyRefusal } from '@mainstay/domain/command/idempotency'
import { TRPCError } from '@trpc/server'
import superjson, { type SuperJSONResult } from 'superjson'
import * as z from 'zod'
import type { Context } from './context.ts'

/** What a permitted procedure works with. */
export type Acting = {
  actor: Actor
  person: Person
  tenant: Tenant
  now: Date
  requestId: string
  /** Signs the cursors of lists. */
  cursorSecret: string
  /** By which right, in words for the audit log; of the grants held, those that reach what was asked about. */
  readonly allowedBy: string
  /** Whose view of the answer is shown. */
  audience: Audience
  /**
   * The one transaction of a mutation, with the requester's act on it. Runs again after a deadlock; with an
   * Idempotency-Key it answers as before.
   */
  commit<R>(fn: (tx: Tx) => Promise<R>, why?: { reason: string }): Promise<R>
  /** One read-only transaction. */
  read<R>(fn: (tx: ReadTx) => Promise<R>): Promise<R>
  /** Where the permission holds, for a list's filter. */
  reach(permission: Permission): Reach
  /** What lies out of reach reads as if it were not there: throws NotFound. */
  requireReach(permission: Permission, noun: string, orgUnitPath: string): void
  /** What is answered for by name is not for a program to do: throws FORBIDDEN for an API key. */
  requirePerson(): Person
  /** The person with the limits of the grants that reach that place. */
  approverAt(orgUnitPath: string): Approver
  /** Whether the permission holds there, for an answer that says so. */
  isInReach(permission: Permission, orgUnitPath: string): boolean
  /** What belongs to the whole marketplace is not there for somebody of one part of it: throws NotFound. */
  requireEverywhere(permission: Permission): void
}

export type Call = {
  operation: string
  permission: Permission
  /** Undefined too where a repeated call is not answered from what was kept. */
  idempotencyKey: string | undefined
  rawInput: () => Promise<unknown>
}

export function actingAs(ctx: Context, requester: RequestActor, call: Call): Acting {
  let hasCommitted = false
  let allowedBy = describeGrant(requester, call.permission, 'anywhere')
  const actFor = (reason: string | undefined): Act => ({
    actor: requester.actor,
    at: ctx.now,
    reason,
    requestId: ctx.requestId,
    // What it is done to is locked in the transaction, and only then known.
    get allowedBy() {
      return allowedBy
    },
  })
  const allowAt = (permission: Permission, place: Place) => {
    if (permission === call.permission) allowedBy = describeGrant(requester, permission, place)
  }
  return {
    actor: requester.actor,
    person: requester.person,
    tenant: requester.tenant,
    now: ctx.now,
    requestId: ctx.requestId,
    cursorSecret: ctx.cursorSecret,
    get allowedBy() {
      return allowedBy
    },
    audience: audienceOf(requester),
    async commit(fn, why) {
      if (hasCommitted) throw new Error(`${call.operation} commits twice: what was done between is not one answer`)
      hasCommitted = true
      const { idempotencyKey: key } = call
      const writer = { tenantId: requester.tenant.id, act: actFor(why?.reason || undefined) }
      if (key === undefined) return inTenant(ctx.db, writer, fn)
      if (!/^[!-~]{1,255}$/.test(key)) throw refused('idempotency.malformed_key')
      const body = (await call.rawInput()) ?? null
      const caller = `${requester.kind} ${requester.person.id}`
      return inTenant(ctx.db, writer, (tx) =>
        answeredOnce(tx, { caller, operation: call.operation, key, body }, () => fn(tx)),
      )
    },
    read: (fn) => readTenant(ctx.ro, requester.tenant.id, fn),
    reach: (permission) => reachOf(requester, permission),
    requirePerson() {
      if (requester.kind === 'session') return requester.person
      throw new TRPCError({ code: 'FORBIDDEN', message: 'This needs a person who is signed in' })
    },
    approverAt: (orgUnitPath) => approverAt(requester.person, requester.grants, orgUnitPath),
    isInReach: (permission, orgUnitPath) => isInReach(requester, permission, orgUnitPath),
    requireEverywhere(permission) {
      if (!reachOf(requester, permission).everything) throw new NotFound(nounOf(permission))
      allowAt(permission, 'everywhere')
    },
    requireReach(permission, noun, orgUnitPath) {
      if (!isInReach(requester, permission, orgUnitPath)) throw new NotFound(noun)
      allowAt(permission, { path: orgUnitPath })
    },
  }
}

/** `workItem.claim` is of a work item. */
function nounOf(permission: Permission): string {
  const [noun = ''] = permission.split('.')
  return noun.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

const Kept = z.custom<SuperJSONResult>((kept) => typeof kept === 'object' && kept !== null && 'json' in kept)

/** What the transaction answered is kept with its dates, so a repeated request gets the very same. */
async function answeredOnce<R>(tx: Tx, request: IdempotentRequest, fn: () => Promise<R>): Promise<R> {
  const answered = await answerOnce(tx, request, {
    answer: async () => superjson.serialize(await fn()),
    parse: (kept) => Kept.parse(kept),
  })
  if (answered.outcome === 'in_progress') throw refused('idempotency.in_progress')
  if (answered.outcome === 'key_reused') throw refused('idempotency.key_reused')
  return superjson.deserialize<R>(answered.response)
}

function refused(code: IdempotencyRefusal['code']): Refused {
  return new Refused({ code })
}
