import type { Grant } from '@mainstay/domain/access/grant'
import { isRoleKey, type RoleKey, roles } from '@mainstay/domain/access/role'
import type { Money } from '@mainstay/domain/money/money'
import { v7 } from 'uuid'
import * as z from 'zod'
import { recordChange } from '../command/record.ts'
import type { Tx } from '../postgres/client.ts'

const GrantRow = z.object({
  id: z.string(),
  role: z.string().refine(isRoleKey),
  org_unit_kind: z.string(),
  org_unit_name: z.string(),
  org_unit_path: z.string(),
  reach: z.enum(['self', 'subtree']),
  limit_amount: z.int().nullable(),
  limit_currency: z.string().nullable(),
  expires_at: z
    .string()
    .transform((at) => new Date(at))
    .nullable(),
})

const GrantRows = z.array(GrantRow)

/** Reads the grants that `findSession` answers as one JSON column. */
export function grantsFromColumn(column: unknown): Grant[] {
  return GrantRows.parse(column).map((row) => ({
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
  grant: {
    memberId: string
    role: RoleKey
    orgUnitId: string
    reach: 'self' | 'subtree'
    limit?: Money
    expiresAt?: Date
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
      granted_by: tx.act.actor.type === 'member' ? tx.act.actor.id : null,
      reason: tx.act.reason ?? '',
    })
    .execute()
  await recordChange(tx, {
    action: 'member.grant',
    subject: { type: 'member', id: grant.memberId, label: roles[grant.role].name, version: 1 },
    changes: [
      { field: 'role', before: null, after: grant.role },
      { field: 'reach', before: null, after: grant.reach },
      { field: 'limitAmount', before: null, after: grant.limit?.amount ?? null },
    ],
    data: { role: grant.role, reach: grant.reach },
  })
}
