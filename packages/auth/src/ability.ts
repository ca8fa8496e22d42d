import { AbilityBuilder, createMongoAbility, type ForcedSubject, type MongoAbility, subject } from '@casl/ability'
import type { Reach } from '@mainstay/db/access/org-unit'
import { coversTenant, type Grant, isPath } from '@mainstay/domain/access/grant'
import type { Permission } from '@mainstay/domain/access/permission'
import { permissionsOf } from '@mainstay/domain/access/role'

type OrgUnitAttributes = { path: string; lineage: string[] }
type OrgUnit = OrgUnitAttributes & ForcedSubject<'OrgUnit'>

/** `Tenant`: may do it somewhere. `OrgUnit`: may do it there. */
export type Ability = MongoAbility<[Permission, 'Tenant' | 'OrgUnit' | OrgUnit]>

/** Whoever holds an ability. */
export type AbilityHolder = { ability: Ability }

/** What a member's grants allow at that moment. There are only grants, no prohibitions, so their order says nothing. */
export function abilityOfGrants(grants: readonly Grant[], now: Date): Ability {
  const { can, build } = new AbilityBuilder<Ability>(createMongoAbility)
  for (const grant of activeGrants(grants, now)) {
    for (const permission of permissionsOf(grant.role)) {
      can(permission, 'Tenant')
      if (coversTenant(grant)) can(permission, 'OrgUnit')
      else can<OrgUnit>(permission, 'OrgUnit', conditionOf(grant))
    }
  }
  return build()
}

/** What an api key's scopes allow: each everywhere in its tenant. */
export function abilityOfScopes(scopes: readonly Permission[]): Ability {
  const { can, build } = new AbilityBuilder<Ability>(createMongoAbility)
  for (const permission of scopes) can(permission, ['Tenant', 'OrgUnit'])
  return build()
}

export function activeGrants(grants: readonly Grant[], now: Date): Grant[] {
  return grants.filter(({ expiresAt }) => expiresAt === null || expiresAt > now)
}

/** Whether the permission is held at all; where it holds is asked of `isInReach` or `reachOf`. */
export function isPermitted({ ability }: AbilityHolder, permission: Permission): boolean {
  return ability.can(permission, 'Tenant')
}

export function isInReach({ ability }: AbilityHolder, permission: Permission, orgUnitPath: string): boolean {
  return ability.can(permission, subject('OrgUnit', { path: orgUnitPath, lineage: lineageOf(orgUnitPath) }))
}

/** The same answer for a whole list, as a filter; no right to anything is a reach of nothing. */
export function reachOf({ ability }: AbilityHolder, permission: Permission): Reach {
  const rules = ability.rulesFor(permission, 'OrgUnit')
  if (rules.some(({ conditions }) => conditions === undefined)) return { everything: true }
  return {
    everything: false,
    subtrees: rules.flatMap(({ conditions }) => textsOf(conditions?.['lineage'])),
    units: rules.flatMap(({ conditions }) => textsOf(conditions?.['path'])),
  }
}

function conditionOf({ orgUnit, reach }: Grant): { path: string } | { lineage: string } {
  // CASL takes `{ path: undefined }` for "objects without a path" and would let them pass.
  if (!isPath(orgUnit.path)) throw new Error(`not the path of an org unit: ${orgUnit.path}`)
  return reach === 'self' ? { path: orgUnit.path } : { lineage: orgUnit.path }
}

/** A node and those above it, from the root: '/a/b/' is in '/a/' and in '/a/b/'. */
function lineageOf(path: string): string[] {
  const ids = path.split('/').filter((id) => id !== '')
  return ids.map((_, depth) => `/${ids.slice(0, depth + 1).join('/')}/`)
}

function textsOf(value: unknown): string[] {
  return typeof value === 'string' ? [value] : []
}
