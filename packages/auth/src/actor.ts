import type { Member } from '@mainstay/db/access/member'
import type { Grant } from '@mainstay/db/access/role-grant'
import type { Session } from '@mainstay/db/access/session'
import type { Tenant } from '@mainstay/db/tenant/tenant'
import type { Actor, Approver, Limit } from '@mainstay/domain/access/actor'
import type { Audience } from '@mainstay/domain/access/audience'
import { isPermission, type Permission, permissionKeys, permissions } from '@mainstay/domain/access/permission'
import { permissionsOf, roles } from '@mainstay/domain/access/role'
import { formatMoney } from '@mainstay/domain/money/format'
import { type Ability, abilityOfGrants, abilityOfScopes, activeGrants, isPermitted } from './ability.ts'

type Authority = {
  actor: Actor
  approver: Approver
  tenant: Tenant
  ability: Ability
  permissions: Permission[]
  limits: Limit[]
  grants: Grant[]
}

/** A signed-in member, with the grants that hold at the moment of the request. */
export type SessionActor = Authority & { kind: 'session'; member: Member; session: Session }
/** A program. It has no limits: what needs an amount needs a person. */
export type ApiKeyActor = Authority & { kind: 'api_key' }

export type RequestActor = SessionActor | ApiKeyActor

export function sessionActor(
  { session, tenant, member, grants: held }: { session: Session; tenant: Tenant; member: Member; grants: Grant[] },
  now: Date,
): SessionActor {
  const grants = activeGrants(held, now)
  const limits = limitsOf(grants)
  return {
    kind: 'session',
    actor: { type: 'member', id: member.id, name: member.name },
    approver: { id: member.id, name: member.name, limits },
    ...permitted(abilityOfGrants(held, now)),
    tenant,
    limits,
    grants,
    member,
    session,
  }
}

export function apiKeyActor(key: { id: string; name: string; scopes: string[]; tenant: Tenant }): ApiKeyActor {
  return {
    kind: 'api_key',
    actor: { type: 'api_key', id: key.id, name: key.name },
    approver: { id: key.id, name: key.name, limits: [] },
    ...permitted(abilityOfScopes(key.scopes.filter(isPermission))),
    tenant: key.tenant,
    limits: [],
    grants: [],
  }
}

/** Whose view of a noun the requester gets. */
export function audienceOf({ kind }: RequestActor): Audience {
  return kind === 'session' ? 'staff' : 'storefront'
}

/** The requester as the rules of one place see them: a limit holds where its grant does, and nowhere else. */
export function approverAt(requester: RequestActor, orgUnitPath: string): Approver {
  return { ...requester.approver, limits: limitsOf(requester.grants.filter((grant) => covers(grant, orgUnitPath))) }
}

function covers({ orgUnit, reach }: Grant, orgUnitPath: string): boolean {
  return reach === 'self' ? orgUnitPath === orgUnit.path : orgUnitPath.startsWith(orgUnit.path)
}

function permitted(ability: Ability): { ability: Ability; permissions: Permission[] } {
  return { ability, permissions: permissionKeys.filter((permission) => isPermitted({ ability }, permission)) }
}

/** The right that lets the requester do it, in words for the audit log: `Finance over Nordwind Supply`. */
export function describeGrant(requester: RequestActor, permission: Permission): string {
  if (requester.kind === 'api_key') return `api key ${requester.actor.name}`
  return requester.grants
    .filter(({ role }) => permissionsOf(role).includes(permission))
    .map(({ role, orgUnit, reach, limit }) => {
      const upTo = limit !== null && 'limited' in permissions[permission] ? ` up to ${formatMoney(limit)}` : ''
      return `${roles[role].name} ${reach === 'self' ? 'at' : 'over'} ${orgUnit.name}${upTo}`
    })
    .join(', ')
}

/** A grant's amount limits every limited permission of its role. */
function limitsOf(grants: readonly Grant[]): Limit[] {
  return grants.flatMap(({ role, limit }) =>
    limit === null
      ? []
      : permissionsOf(role)
          .filter((permission) => 'limited' in permissions[permission])
          .map((permission) => ({ permission, limit })),
  )
}
