import { expect, test } from 'vitest'
import { databaseBefore, purchaseBefore, tenantsBefore } from '../../test/database-before.ts'

test('purchases from before are given the address their buyer has, tenant by tenant, and their payments an hour', async () => {
  const before = await databaseBefore('0012_purchase_terms_backfill.sql')
  try {
    for (const tenantId of tenantsBefore) await before.admin.query(purchaseBefore(tenantId))
    await before.apply()

    const { rows } = await before.admin.query(
      `select purchase.buyer_email, purchase.buyer_external_id, payment.pay_by from purchase
       join payment on payment.tenant_id = purchase.tenant_id and payment.purchase_id = purchase.id
       order by purchase.tenant_id`,
    )
    expect(rows).toEqual(
      tenantsBefore.map((tenantId) => ({
        buyer_email: `${tenantId}@shop.example`,
        buyer_external_id: 'B-1',
        pay_by: new Date('2026-11-20T13:00:00Z'),
      })),
    )
  } finally {
    await before.close()
  }
})
