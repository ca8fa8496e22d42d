import { v7 } from 'uuid'
import type { Tx } from './client.ts'
import { insertOrgUnit, type OrgUnit } from './org-unit.ts'

export type Seller = { id: string; name: string; orgUnit: OrgUnit }

/** A seller and the org unit its own people and grants hang from. */
export async function insertSeller(
  tx: Tx,
  seller: {
    id?: string
    name: string
    status?: 'active' | 'paused' | 'restricted' | 'suspended' | 'terminated'
    externalId?: string
    parent: Pick<OrgUnit, 'id' | 'path'>
  },
): Promise<Seller> {
  const id = seller.id ?? v7()
  const orgUnit = await insertOrgUnit(tx, { kind: 'seller', name: seller.name, parent: seller.parent })
  await tx
    .insertInto('seller')
    .values({
      tenant_id: tx.tenantId,
      id,
      org_unit_id: orgUnit.id,
      name: seller.name,
      status: seller.status ?? 'active',
      external_id: seller.externalId ?? null,
    })
    .execute()
  return { id, name: seller.name, orgUnit }
}
