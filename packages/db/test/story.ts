import { v7 as newId } from 'uuid'
import { acrossTenants, type Database, inTenant } from '../src/postgres/client.ts'
import { writer } from './writer.ts'

/** A tenant as the demo has it, alone in its name. */
export async function createTenant(db: Database, tenantId: string = newId()): Promise<string> {
  await acrossTenants(db, (tx) =>
    tx
      .insertInto('tenant')
      .values({
        id: tenantId,
        slug: `t${tenantId}`,
        name: 'Nordwind Supply',
        currency: 'EUR',
        time_zone: 'Europe/Berlin',
        number_prefix: 'NW',
        sales_mode: 'agent',
        tax_inclusive: true,
        commission_base: 'net',
        commission_tax_ppm: 190_000,
      })
      .execute(),
  )
  return tenantId
}

/** An active seller with a unit of its own at the top of the tenant's tree. */
export function openSeller(db: Database, tenantId: string, name: string): Promise<string> {
  const sellerId = newId()
  const unitId = newId()
  return inTenant(db, writer(tenantId), async (tx) => {
    await tx
      .insertInto('org_unit')
      .values({ tenant_id: tenantId, id: unitId, parent_id: null, kind: 'seller', name, path: `/${unitId}/` })
      .execute()
    await tx
      .insertInto('seller')
      .values({ tenant_id: tenantId, id: sellerId, org_unit_id: unitId, name, status: 'active', external_id: null })
      .execute()
    return sellerId
  })
}
