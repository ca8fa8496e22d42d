import type { SellerStatus } from '@mainstay/domain/seller/lifecycle'
import { v7 } from 'uuid'
import { insertOrgUnit, isWithinReach, type OrgUnit, type Reach } from '../access/org-unit.ts'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { insertSellerWords } from './word.ts'

export type Seller = { id: string; name: string; orgUnit: OrgUnit }

/** A seller and the org unit its own people and grants hang from. */
export async function insertSeller(
  tx: Tx,
  seller: {
    id?: string
    name: string
    status?: SellerStatus
    about?: { email: string; country: string; registrationNumber: string }
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
      email: seller.about?.email ?? null,
      country: seller.about?.country ?? null,
      registration_number: seller.about?.registrationNumber ?? null,
      external_id: seller.externalId ?? null,
      created_at: tx.act.at,
      updated_at: tx.act.at,
    })
    .execute()
  const { email = null, registrationNumber = null } = seller.about ?? {}
  await insertSellerWords(tx, [
    { id, name: seller.name, email, registrationNumber, externalId: seller.externalId ?? null },
  ])
  return { id, name: seller.name, orgUnit }
}

/** The sellers whose org units a reader may see; undefined is every seller there is. */
export async function listSellerIdsWithin(tx: ReadTx, reach: Reach): Promise<string[] | undefined> {
  if (reach.everything) return undefined
  const rows = await tx
    .selectFrom('seller')
    .innerJoin('org_unit', (join) =>
      join.onRef('org_unit.tenant_id', '=', 'seller.tenant_id').onRef('org_unit.id', '=', 'seller.org_unit_id'),
    )
    .select('seller.id')
    .where('seller.tenant_id', '=', tx.tenantId)
    .where('org_unit.tenant_id', '=', tx.tenantId)
    .where((eb) => isWithinReach(eb.ref('org_unit.path'), reach))
    .execute()
  return rows.map((row) => row.id)
}
