import { findMemberCredentials } from '@mainstay/db/access/member'
import { type Database, readTenant } from '@mainstay/db/postgres/client'
import type { Actor, Approver } from '@mainstay/domain/access/actor'
import { permissionsOf, roles } from '@mainstay/domain/access/role'
import type { DemoMarketplace } from './demo-context.ts'

/** Somebody at work: as the audit log names them, as rules see them, and by which right they act. */
export type Colleague = {
  actor: Actor
  approver: Approver
  describeGrant(permission: 'refund.request' | 'refund.approve'): string
}

/** The people of a marketplace by the keys its plan has for them. */
export async function findColleagues(
  ro: Database,
  { plan, tenant }: DemoMarketplace,
): Promise<(key: string) => Colleague> {
  const found = new Map<string, Colleague>()
  for (const [key, person] of Object.entries(plan.members)) {
    const member = await readTenant(ro, tenant.id, (tx) => findMemberCredentials(tx, person.email))
    if (member === undefined) continue
    const { id, name } = member
    const limits = person.roles.flatMap(({ limit }) => (limit ? [{ permission: 'refund.approve', limit }] : []))
    found.set(key, {
      actor: { type: 'member', id, name },
      approver: { id, name, limits },
      describeGrant: (permission) =>
        person.roles
          .filter(({ role }) => permissionsOf(role).includes(permission))
          .map(({ role }) => `${roles[role].name} over ${tenant.name}`)
          .join(', '),
    })
  }
  return (key) => {
    const colleague = found.get(key)
    if (colleague === undefined) throw new Error(`nobody of ${tenant.name} is called ${key}`)
    return colleague
  }
}
