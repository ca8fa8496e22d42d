import { expect, test } from 'vitest'
import { databaseBefore, purchaseBefore, tenantsBefore } from '../../test/database-before.ts'

test('a view of sellers that was saved before keeps what it searches for', async () => {
  const before = await databaseBefore('0044_one_search.sql')
  const { admin } = before
  try {
    for (const tenantId of tenantsBefore) {
      await admin.query(purchaseBefore(tenantId))
      await admin.query(
        `insert into saved_view (tenant_id, id, owner_id, owner_name, list, name, address, columns, is_shared)
         select $1, gen_random_uuid(), $1, 'Lena', list, address, address, '{}', false
         from (values ('seller', 'search=blom&status=active'), ('seller', 'status=active&search=search%3D'),
           ('purchase', 'search=blom')) given (list, address)`,
        [tenantId],
      )
    }
    await before.apply()

    const { rows } = await admin.query('select distinct address from saved_view order by address')
    expect(rows.map(({ address }) => address)).toEqual([
      'query=blom&status=active',
      'search=blom',
      'status=active&query=search%3D',
    ])
  } finally {
    await before.close()
  }
})
