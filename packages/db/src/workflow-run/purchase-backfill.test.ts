import { expect, test } from 'vitest'
import { databaseBefore, purchaseBefore, tenantsBefore } from '../../test/database-before.ts'

const subjects = { purchase: '', refund: '0000000a', payment: '', nothing: '0000000b' }

test('a run from before has the purchase it is about, or its refund or payment is of, and a refund its seller', async () => {
  const before = await databaseBefore('0028_lists_at_size_backfill.sql')
  const { admin } = before
  try {
    for (const tenantId of tenantsBefore) {
      await admin.query(purchaseBefore(tenantId))
      await admin.query(runsBefore(tenantId))
    }
    await before.apply()

    const read = async (sql: string) => (await admin.query({ text: sql, rowMode: 'array' })).rows
    const [one, other] = tenantsBefore
    expect(
      await read('select tenant_id, subject_type, purchase_id from workflow_run order by tenant_id, subject_type'),
    ).toEqual(
      [one, other].flatMap((tenantId) => [
        [tenantId, 'nothing', null],
        [tenantId, 'payment', tenantId],
        [tenantId, 'purchase', tenantId],
        [tenantId, 'refund', tenantId],
      ]),
    )
    expect(await read('select seller_id from refund order by tenant_id')).toEqual([[sellerOf(one)], [sellerOf(other)]])
  } finally {
    await before.close()
  }
})

/** An order, a refund of it, and a run for each kind of subject; other ids than the tenant's begin otherwise. */
function runsBefore(tenantId: string): string {
  const id = `'${tenantId}'`
  const runs = Object.entries(subjects).map(([type, start], n) => {
    const subject = `'${start}${tenantId.slice(start.length)}'`
    return `(${id}, '${n}${tenantId.slice(1)}', 'pay-purchase@1', 'money', '${type}', ${subject})`
  })
  return `
    insert into "order" (tenant_id, id, purchase_id, seller_id, number, position, status, payment_status, return_status, currency,
      sales_mode, tax_inclusive, item_amount, shipping_amount, payable_amount, seller_net_amount, commission_amount, hold_days, placed_at)
    values (${id}, ${id}, ${id}, '${sellerOf(tenantId)}', 'NW-1-A', 0, 'accepted', 'paid', 'none', 'EUR', 'agent', true, 1, 0, 1, 1, 0, 7,
      '2026-11-20T12:00:00Z');
    insert into refund (tenant_id, id, number, purchase_id, order_id, payment_id, currency, amount, status, reason, note, bearer,
      seller_share_ppm, commission_policy, requested_by, requested_by_name, requested_at)
    values (${id}, '${subjects.refund}${tenantId.slice(8)}', 'R-1', ${id}, ${id}, ${id}, 'EUR', 1, 'requested', 'other', 'a note', 'seller',
      1000000, 'return', ${id}, 'Jonas', '2026-11-21T12:00:00Z');
    insert into workflow_run (tenant_id, id, kind, lane, subject_type, subject_id) values ${runs.join(', ')};`
}

function sellerOf(tenantId = ''): string {
  return `5e11e700${tenantId.slice(8)}`
}
