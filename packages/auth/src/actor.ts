import type { Member } from '@mainstay/db/access/member'
import type { Session } from '@mainstay/db/access/session'
import type { Tenant } from '@mainstay/db/tenant/tenant'
import type { Actor, Person } from '@mainstay/domain/access/actor'
import type { Audience } from '@mainstay/domain/access/audience'
import { type Grant, grantsAt, type Place, wordsOfGrants } from '@mainstay/domain/access/grant'
import { isAskedEverywhere, isPermission, type Permission, permissionKeys } from '@mainstay/domain/access/permission'
import { type Ability, abilityOfGrants, abilityOfScopes, activeGrants, isPermitted, reachOf } from './ability.ts'

type Authority = {
  actor: Actor
  person: Person
  tenant: Tenant
  ability: Ability
  permissions: Permission[]
  grants: Grant[]
}

/** A signed-in member, with the grants that hold at the moment of the request. */
export type SessionActor = Authority & { kind: 'session'; member: Member; session: Session }
/** A program. It has no grants and so no limits: what needs an amount needs a person. */
export type ApiKeyActor = Authority & { kind: 'api_key' }

export type RequestActor = SessionActor | ApiKeyActor

export function sessionActor(
  { session, tenant, member, grants: held }: { session: Session; tenant: Tenant; member: Member; grants: Grant[] },
  now: Date,
): SessionActor {
  const grants = activeGrants(held, now)
  return {
    kind: 'session',
    actor: { type: 'member', id: member.id, name: member.name },
    person: { id: member.id, name: member.name },
    ...permitted(abilityOfGrants(held, now)),
    tenant,
    grants,
    member,
    session,
  }
}

export function apiKeyActor(key: { id: string; name: string; scopes: string[]; tenant: Tenant }): ApiKeyActor {
  return {
    kind: 'api_key',
    actor: { type: 'api_key', id: key.id, name: key.name },
    person: { id: key.id, name: key.name },
    ...permitted(abilityOfScopes(key.scopes.filter(isPermission))),
    tenant: key.tenant,
    grants: [],
  }
}

/** Whose view of a noun the requester gets. */
export function audienceOf({ kind }: RequestActor): Audience {
  return kind === 'session' ? 'staff' : 'storefront'
}

/** What is of the whole marketplace is no right of somebody who holds it over a part. */
function permitted(ability: Ability): { ability: Ability; permissions: Permission[] } {
  const isOfUse = (permission: Permission) =>
    isAskedEverywhere(permission) ? reachOf({ ability }, permission).everything : isPermitted({ ability }, permission)
  return { ability, permissions: permissionKeys.filter(isOfUse) }
}

/** The right that lets the requester do it there, in words for the audit log: `Finance over Nordwind Supply`. */
export function describeGrant(requester: RequestActor, permission: Permission, place: Place): string {
  if (requester.kind === 'api_key') return `api key ${requester.actor.name}`
  return wordsOfGrants(grantsAt(requester.grants, permission, place), permission)
}
