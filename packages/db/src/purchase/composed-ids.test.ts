import { expect, test } from 'vitest'
import { databaseBefore, purchaseBefore, tenantsBefore } from '../../test/database-before.ts'

const inPieces = 'Cafe\u0301'
const composed = 'Café'

test('ids from before are composed, tenant by tenant, unless the composed one is somebody else already', async () => {
  const before = await databaseBefore('0026_composed_ids.sql')
  const { admin } = before
  try {
    for (const tenantId of tenantsBefore) {
      await admin.query(purchaseBefore(tenantId))
      await admin.query('update buyer set external_id = $2 where tenant_id = $1', [tenantId, inPieces])
      await admin.query(`update purchase set source = 'import', external_id = $2 where tenant_id = $1`, [
        tenantId,
        inPieces,
      ])
    }
    const [first, second] = tenantsBefore
    await admin.query(
      `insert into buyer (tenant_id, id, org_unit_id, external_id, name, email, street, postal_code, city, country)
       select tenant_id, $2, org_unit_id, $3, name, email, street, postal_code, city, country
       from buyer where tenant_id = $1`,
      [second, '00000000-0000-7000-8000-000000000009', composed],
    )
    await before.apply()

    const idsOf = async (table: 'buyer' | 'purchase') =>
      (await admin.query(`select tenant_id, external_id from ${table} order by tenant_id, id`)).rows
    expect(await idsOf('buyer')).toEqual([
      { tenant_id: first, external_id: composed },
      { tenant_id: second, external_id: inPieces },
      { tenant_id: second, external_id: composed },
    ])
    expect(await idsOf('purchase')).toEqual(
      tenantsBefore.map((tenantId) => ({ tenant_id: tenantId, external_id: composed })),
    )
  } finally {
    await before.close()
  }
})
