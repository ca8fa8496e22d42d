import { expect, test } from 'vitest'
import { databaseBefore, purchaseBefore, tenantsBefore } from '../../test/database-before.ts'

const lineId = (last: number) => `00000000-0000-7000-8000-0000000000a${last}`

/** Orders of both modes of sale under the ids of their tenant, with lines. */
function linesBefore(tenantId: string, salesMode: string): string {
  const id = `'${tenantId}'`
  const line = (last: number, { reason = 'null', taxOperator = 0 } = {}) => `
    insert into order_line (tenant_id, id, order_id, position, kind, sku, title, quantity, unit_price, list, discount_seller,
      discount_operator, tax_rate_ppm, tax_category, tax_base, tax, tax_reason, payable, funding, seller_gross,
      commission_rate_ppm, commission_base, commission, commission_tax, supply_tax, tax_operator, operator_income, seller_net)
    values (${id}, '${lineId(last)}', ${id}, ${last}, 'item', 'A', 'A', 3, 400, 1189, 0, 0, 0, 'none', 1189, ${taxOperator},
      ${reason}, 1189, 0, ${1189 - taxOperator}, 0, 0, 0, 0, 0, ${taxOperator}, 0, ${1189 - taxOperator});`
  return `${purchaseBefore(tenantId)}
    insert into "order" (tenant_id, id, purchase_id, seller_id, number, position, status, payment_status, return_status,
      currency, sales_mode, tax_inclusive, item_amount, shipping_amount, payable_amount, captured_amount, seller_net_amount,
      commission_amount, hold_days, placed_at)
    values (${id}, ${id}, ${id}, ${id}, 'NW-1-A', 0, 'placed', 'paid', 'none', 'EUR', '${salesMode}', true, 1, 0, 1, 1, 1, 0, 7,
      '2026-11-20T12:00:00Z');
    ${line(1)} ${line(2, { reason: "'imported_unknown'" })} ${line(3, { taxOperator: salesMode === 'agent' ? 0 : 190 })}
`
}

/** Two of three pieces for 7.00, and money alone. */
function refundBefore(tenantId: string): string {
  return `insert into refund_line (tenant_id, refund_id, order_line_id, amount, quantity)
    values ('${tenantId}', '${tenantId}', '${lineId(1)}', 700, 2), ('${tenantId}', '${tenantId}', '${lineId(2)}', 100, null);`
}

const [agent = '', merchant = ''] = tenantsBefore

test('pieces that came back before are given the price that the first so many have, and money alone none', async () => {
  const before = await databaseBefore('0063_refund_units_backfill.sql')
  try {
    await before.admin.query(linesBefore(agent, 'agent') + linesBefore(merchant, 'merchant_of_record'))
    for (const tenantId of tenantsBefore) await before.admin.query(refundBefore(tenantId))
    await before.apply()
    const { rows } = await before.admin.query('select units_amount from refund_line order by tenant_id, order_line_id')
    expect(rows.map((row) => row.units_amount && Number(row.units_amount))).toEqual([793, null, 793, null])
  } finally {
    await before.close()
  }
})

test('lines from before are given where their tax is owed and who collects it, tenant by tenant', async () => {
  const before = await databaseBefore('0064_tax_facts_backfill.sql')
  try {
    await before.admin.query(linesBefore(agent, 'agent') + linesBefore(merchant, 'merchant_of_record'))
    await before.apply()
    const { rows } = await before.admin.query(
      'select tax_jurisdiction as owed, tax_collector as by from order_line order by tenant_id, id',
    )
    const of = (by: string) => [
      { owed: 'domestic', by },
      { owed: 'unknown', by },
      { owed: 'domestic', by },
    ]
    expect(rows).toEqual([...of('seller'), ...of('operator')])
  } finally {
    await before.close()
  }
})
