import { formatMoney } from '../money/format.ts'
import type { Money } from '../money/money.ts'
import type { Approver, Limit, Person } from './actor.ts'
import { isAskedEverywhere, type Permission, permissions } from './permission.ts'
import { permissionsOf, type RoleKey, roles } from './role.ts'

/** A role held over an org unit, and the most it may release. `expiresAt` null is until taken away. */
export type Grant = {
  id: string
  role: RoleKey
  orgUnit: { kind: string; name: string; path: string }
  reach: 'self' | 'subtree'
  limit: Money | null
  expiresAt: Date | null
}

/** What of a grant says who may do what where. */
export type Held = Pick<Grant, 'role' | 'orgUnit' | 'reach'>

/** Where something is done: at one org unit, to the whole marketplace, or at no place in particular. */
export type Place = { path: string } | 'everywhere' | 'anywhere'

const pathForm = /^\/([0-9a-f-]{36}\/)+$/

export function isPath(path: string): boolean {
  return pathForm.test(path)
}

/** Everything in a tenant is its operator's. */
export function coversTenant({ orgUnit, reach }: Held): boolean {
  return reach === 'subtree' && orgUnit.kind === 'operator' && isPath(orgUnit.path)
}

/** The grants that let somebody do it there, the narrowest first. */
export function grantsAt<G extends Held>(grants: readonly G[], permission: Permission, place: Place): G[] {
  return grants
    .filter((grant) => permissionsOf(grant.role).includes(permission) && reaches(grant, place))
    .toSorted((one, other) => breadth(one) - breadth(other))
}

/** Whether these grants let somebody do it there: the console asks for its buttons what the api asks for the call. */
export function isHeldAt(grants: readonly Held[], permission: Permission, place: Place): boolean {
  return grantsAt(grants, permission, isAskedEverywhere(permission) ? 'everywhere' : place).length > 0
}

/** A person as the rules of one place see them: a limit holds where its grant does, and nowhere else. */
export function approverAt({ id, name }: Person, grants: readonly Grant[], path: string): Approver {
  return { id, name, limits: limitsOf(grants.filter((grant) => reaches(grant, { path }))) }
}

/** A grant's amount limits every limited permission of its role. */
export function limitsOf(grants: readonly Grant[]): Limit[] {
  return grants.flatMap(({ role, limit }) =>
    limit === null
      ? []
      : permissionsOf(role)
          .filter(isLimited)
          .map((permission) => ({ permission, limit })),
  )
}

/** By which right it is done, in words for the audit log: `Finance at Blom, Finance over Nordwind Supply`. */
export function wordsOfGrants(grants: readonly Grant[], permission: Permission): string {
  return grants
    .map(({ role, orgUnit, reach, limit }) => {
      const upTo = limit !== null && isLimited(permission) ? ` up to ${formatMoney(limit)}` : ''
      return `${roles[role].name} ${reach === 'self' ? 'at' : 'over'} ${orgUnit.name}${upTo}`
    })
    .join(', ')
}

function reaches(grant: Held, place: Place): boolean {
  if (place === 'anywhere') return true
  if (place === 'everywhere') return coversTenant(grant)
  const { path } = grant.orgUnit
  return isPath(path) && (grant.reach === 'self' ? place.path === path : place.path.startsWith(path))
}

/** The deeper its unit the narrower it is, and one unit is narrower than all that is under it. */
function breadth({ orgUnit, reach }: Held): number {
  return (reach === 'self' ? 0 : 1) - 2 * orgUnit.path.length
}

function isLimited(permission: Permission): boolean {
  return 'limited' in permissions[permission]
}
