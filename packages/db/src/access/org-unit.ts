import { type Expression, type SqlBool, sql } from 'kysely'
import { v7 } from 'uuid'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { found } from '../postgres/not-found.ts'

export type OrgUnitKind = 'operator' | 'department' | 'region' | 'seller' | 'buyer'

/** A node of the tenant's tree. `path` is the ids from the root, each followed by a slash. */
export type OrgUnit = { id: string; kind: OrgUnitKind; name: string; path: string }

/** Where a permission holds: everywhere, or under some org units and at some others. Nothing listed is nowhere. */
export type Reach = { everything: true } | { everything: false; subtrees: string[]; units: string[] }

/** Only the operator, the root of the tenant's tree, has no parent. */
export async function insertOrgUnit(
  tx: Tx,
  unit: { id?: string; kind: OrgUnitKind; name: string; parent?: Pick<OrgUnit, 'id' | 'path'> },
): Promise<OrgUnit> {
  if ((unit.kind === 'operator') === (unit.parent !== undefined))
    throw new Error('an org unit has a parent, and the operator has none')
  const id = unit.id ?? v7()
  const inserted = { id, kind: unit.kind, name: unit.name, path: `${unit.parent?.path ?? '/'}${id}/` }
  await tx
    .insertInto('org_unit')
    .values({ ...inserted, tenant_id: tx.tenantId, parent_id: unit.parent?.id ?? null })
    .execute()
  return inserted
}

/** The root of the tenant's tree. */
export async function getOperator(tx: ReadTx): Promise<Pick<OrgUnit, 'id' | 'path'>> {
  const root = tx.selectFrom('org_unit').select(['id', 'path']).where('tenant_id', '=', tx.tenantId)
  return found('org unit', await root.where('kind', '=', 'operator').executeTakeFirst())
}

/** The condition that keeps a list within what its reader may see; two texts, however many units there are. */
export function isWithinReach(path: Expression<string>, reach: Reach): Expression<SqlBool> {
  if (reach.everything) return sql<SqlBool>`true`
  return sql<SqlBool>`(${path} = any(${reach.units}::text[]) or ${path} ^@ any(${reach.subtrees}::text[]))`
}
