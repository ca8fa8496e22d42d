import type { Actor } from '@mainstay/domain/access/actor'
import type { RoleKey } from '@mainstay/domain/access/role'
import type { Money } from '@mainstay/domain/money/money'
import { insertMember, type Member } from '../access/member.ts'
import { insertOrgUnit, type OrgUnit } from '../access/org-unit.ts'
import { insertRoleGrant } from '../access/role-grant.ts'
import type { Tx } from '../postgres/client.ts'
import { insertTenant, type Tenant } from './tenant.ts'

/** Someone who works for the operator; the roles hold for the whole tenant. */
export type Person = {
  name: string
  email: string
  title: string
  roles: readonly { role: RoleKey; limit?: Money }[]
}

const setup: Actor = { type: 'system', name: 'tenant setup' }

/** A tenant with its operator and the people who work there, who all get the same password. */
export async function openTenant<K extends string>(
  tx: Tx,
  {
    tenant,
    people,
    passwordHash,
    openedAt,
  }: { tenant: Omit<Tenant, 'id'>; people: Record<K, Person>; passwordHash: string; openedAt: Date },
): Promise<{ operator: OrgUnit; members: Map<K, Member> }> {
  await insertTenant(tx, tenant)
  const operator = await insertOrgUnit(tx, { kind: 'operator', name: tenant.name })
  const members = new Map<K, Member>()
  for (const key in people) {
    const { roles, ...person } = people[key]
    const member = await insertMember(tx, setup, {
      ...person,
      orgUnitId: operator.id,
      passwordHash,
      joinedAt: openedAt,
    })
    for (const held of roles)
      await insertRoleGrant(tx, setup, {
        ...held,
        memberId: member.id,
        orgUnitId: operator.id,
        reach: 'subtree',
        grantedAt: openedAt,
        reason: 'works here since the tenant was opened',
      })
    members.set(key, member)
  }
  return { operator, members }
}
