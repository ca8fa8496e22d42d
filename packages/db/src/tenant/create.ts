import type { RoleKey } from '@mainstay/domain/access/role'
import type { SystemReason } from '@mainstay/domain/audit/system-reason'
import type { Money } from '@mainstay/domain/money/money'
import { insertMember, type Member } from '../access/member.ts'
import { insertOrgUnit, type OrgUnit } from '../access/org-unit.ts'
import { insertRoleGrant } from '../access/role-grant.ts'
import type { Tx } from '../postgres/client.ts'
import { insertTenant, type Tenant } from './tenant.ts'

/** Someone who works for the operator; the roles hold for the whole tenant. */
export type NewMember = {
  name: string
  email: string
  title: string
  roles: readonly { role: RoleKey; limit?: Money }[]
}

/** A tenant with its operator and the people who work there, who all get the same password. */
export async function createTenant<K extends string>(
  tx: Tx,
  { tenant, people, passwordHash }: { tenant: Omit<Tenant, 'id'>; people: Record<K, NewMember>; passwordHash: string },
): Promise<{ operator: OrgUnit; members: Map<K, Member> }> {
  await insertTenant(tx, tenant)
  const operator = await insertOrgUnit(tx, { kind: 'operator', name: tenant.name })
  const joined = tx.as({ reason: 'tenant_opened' satisfies SystemReason })
  const members = new Map<K, Member>()
  for (const key in people) {
    const { roles, ...person } = people[key]
    const member = await insertMember(tx, {
      ...person,
      orgUnitId: operator.id,
      passwordHash,
    })
    for (const held of roles)
      await insertRoleGrant(joined, {
        ...held,
        memberId: member.id,
        orgUnitId: operator.id,
        reach: 'subtree',
      })
    members.set(key, member)
  }
  return { operator, members }
}
