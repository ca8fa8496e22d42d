import type { Actor } from '@mainstay/domain/actor'
import type { Money } from '@mainstay/domain/money'
import { isRoleKey, type RoleKey, roles } from '@mainstay/domain/role'
import type { ExpressionBuilder } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import { v7 } from 'uuid'
import * as z from 'zod'
import { recordAudit } from './audit.ts'
import type { Tx } from './client.ts'
import type { DB } from './schema.generated.ts'

/** A role held over an org unit, and the most it may release. `expiresAt` null is until taken away. */
export type Grant = {
  id: string
  role: RoleKey
  orgUnit: { kind: string; name: string; path: string }
  reach: 'self' | 'subtree'
  limit: Money | null
  expiresAt: Date | null
}

const GrantRow = z.object({
  id: z.string(),
  role: z.string().refine(isRoleKey),
  org_unit_kind: z.string(),
  org_unit_name: z.string(),
  org_unit_path: z.string(),
  reach: z.enum(['self', 'subtree']),
  limit_amount: z.int().nullable(),
  limit_currency: z.string().nullable(),
  expires_at: z.coerce.date().nullable(),
})

/** A member's grants as one JSON column, so that who signs in and what they may do is one statement. */
export function grantsColumn(eb: ExpressionBuilder<DB, 'member'>, tenantId: string) {
  return jsonArrayFrom(
    eb
      .selectFrom('role_grant')
      .innerJoin('org_unit', (join) =>
        join
          .onRef('org_unit.tenant_id', '=', 'role_grant.tenant_id')
          .onRef('org_unit.id', '=', 'role_grant.org_unit_id'),
      )
      .select([
        'role_grant.id',
        'role_grant.role',
        'org_unit.kind as org_unit_kind',
        'org_unit.name as org_unit_name',
        'org_unit.path as org_unit_path',
        'role_grant.reach',
        'role_grant.limit_amount',
        'role_grant.limit_currency',
        'role_grant.expires_at',
      ])
      .where('role_grant.tenant_id', '=', tenantId)
      .where('org_unit.tenant_id', '=', tenantId)
      .whereRef('role_grant.member_id', '=', 'member.id')
      .orderBy('role_grant.id'),
  ).as('grants')
}

export function grantsFromColumn(column: unknown): Grant[] {
  return z
    .array(GrantRow)
    .parse(column)
    .map((row) => ({
      id: row.id,
      role: row.role,
      orgUnit: { kind: row.org_unit_kind, name: row.org_unit_name, path: row.org_unit_path },
      reach: row.reach,
      limit:
        row.limit_amount === null || row.limit_currency === null
          ? null
          : { amount: row.limit_amount, currency: row.limit_currency },
      expiresAt: row.expires_at,
    }))
}

export async function insertRoleGrant(
  tx: Tx,
  actor: Actor,
  grant: {
    memberId: string
    role: RoleKey
    orgUnitId: string
    reach: 'self' | 'subtree'
    limit?: Money
    expiresAt?: Date
    grantedAt: Date
    reason: string
  },
): Promise<void> {
  const id = v7()
  await tx
    .insertInto('role_grant')
    .values({
      tenant_id: tx.tenantId,
      id,
      member_id: grant.memberId,
      role: grant.role,
      org_unit_id: grant.orgUnitId,
      reach: grant.reach,
      limit_amount: grant.limit?.amount ?? null,
      limit_currency: grant.limit?.currency ?? null,
      expires_at: grant.expiresAt ?? null,
      granted_by: actor.type === 'member' ? actor.id : null,
      reason: grant.reason,
    })
    .execute()
  await recordAudit(tx, actor, {
    action: 'role.granted',
    subject: { type: 'member', id: grant.memberId, label: roles[grant.role].name },
    occurredAt: grant.grantedAt,
    reason: grant.reason,
    changes: [
      { field: 'role', before: null, after: grant.role },
      { field: 'reach', before: null, after: grant.reach },
      { field: 'limitAmount', before: null, after: grant.limit?.amount ?? null },
    ],
  })
}
