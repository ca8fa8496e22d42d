import { type FrozenLine, freeProgress, type LineInProgress, type UnitsBack } from '@mainstay/domain/order/line'
import type { PricedLine } from '@mainstay/domain/purchase/price-order'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { rowsInto } from '../postgres/insert-rows.ts'
import { known, statement } from '../postgres/statement.ts'
import { returnedUnitsOfLine } from './returned-units.ts'

type OrderLineToInsert = PricedLine & { id: string; orderId: string; position: number }

/** Freezes the lines as they were priced: no later statement changes any of it but captured, returned and disputed. */
export function insertOrderLines(tx: Tx, lines: readonly OrderLineToInsert[]): Promise<void> {
  return insertLines(
    tx,
    lines.map((line) => ({
      id: line.id,
      order_id: line.orderId,
      position: line.position,
      kind: line.kind,
      offer_id: line.offer?.id ?? null,
      product_id: line.offer?.productId ?? null,
      sku: line.sku,
      title: line.title,
      quantity: line.quantity,
      unit_price: line.unitPrice,
      list: line.list,
      discount_seller: line.discountSeller,
      discount_operator: line.discountOperator,
      tax_rate_ppm: line.taxRatePpm,
      tax_category: line.taxCategory,
      tax_jurisdiction: line.taxJurisdiction,
      tax_collector: line.taxCollector,
      tax_base: line.taxBase,
      tax: line.tax,
      payable: line.payable,
      funding: line.funding,
      seller_gross: line.sellerGross,
      commission_rule_id: line.commissionRule?.ruleId ?? null,
      commission_rule_version: line.commissionRule?.version ?? null,
      commission_rate_ppm: line.commissionRule?.ratePpm ?? 0,
      commission_base: line.commissionBase,
      commission: line.commission,
      commission_tax: line.commissionTax,
      supply_tax: line.supplyTax,
      tax_operator: line.taxOperator,
      operator_income: line.operatorIncome,
      seller_net: line.sellerNet,
    })),
  )
}

/** What is frozen of every line, however it came to us. */
export const frozenColumns = {
  id: 'uuid',
  order_id: 'uuid',
  position: 'int',
  kind: 'text',
  product_id: 'uuid',
  sku: 'text',
  title: 'text',
  quantity: 'int',
  unit_price: 'bigint',
  list: 'bigint',
  discount_seller: 'bigint',
  discount_operator: 'bigint',
  tax_rate_ppm: 'int',
  tax_category: 'text',
  tax_jurisdiction: 'text',
  tax_collector: 'text',
  tax_base: 'bigint',
  tax: 'bigint',
  payable: 'bigint',
  funding: 'bigint',
  seller_gross: 'bigint',
  commission_rate_ppm: 'int',
  commission_base: 'bigint',
  commission: 'bigint',
  commission_tax: 'bigint',
  supply_tax: 'bigint',
  tax_operator: 'bigint',
  operator_income: 'bigint',
  seller_net: 'bigint',
} as const

const insertLines = rowsInto('order_line', {
  ...frozenColumns,
  offer_id: 'uuid',
  commission_rule_id: 'uuid',
  commission_rule_version: 'int',
})

/** A line of an order under lock, with what captures and returns have used up of it. `tax` is what its payable includes. */
export type LockedLine = LineInProgress &
  UnitsBack &
  Pick<FrozenLine, 'tax' | 'taxCollector'> & { orderId: string; position: number; title: string }

/**
 * Locks the lines of the orders in the order of their ids, after the payment and the orders. A free line that was captured
 * counts as captured in all its units; returned units are those of refunds that were approved.
 */
export async function lockOrderLines(tx: Tx, orderIds: readonly string[]): Promise<LockedLine[]> {
  await lockLines(tx, [tx.tenantId, orderIds])
  return listOrderLines(tx, orderIds)
}

/** The same without the locks: what may have changed by the time somebody acts on it. */
export async function listOrderLines(tx: ReadTx, orderIds: readonly string[]): Promise<LockedLine[]> {
  const rows = await selectProgress(tx, [tx.tenantId, orderIds])
  return rows.map((row) => ({
    lineId: row.id,
    orderId: row.order_id,
    position: row.position,
    title: row.title,
    tax: row.tax,
    taxCollector: row.tax_collector,
    quantity: row.quantity,
    payable: row.payable,
    funding: row.funding,
    supplyTax: row.supply_tax,
    taxOperator: row.tax_operator,
    commission: row.commission,
    commissionTax: row.commission_tax,
    operatorIncome: row.operator_income,
    captured: row.captured,
    returned: row.returned,
    ...freeProgress(
      { payable: row.payable, quantity: row.quantity, returnedUnits: row.returned_units },
      row.captures > 0,
    ),
    returnedUnits: row.returned_units,
    returnedUnitsAmount: row.returned_units_amount,
    disputed: row.disputed,
    consumed: {
      funding: row.consumed_funding,
      supplyTax: row.consumed_supply_tax,
      taxOperator: row.consumed_tax_operator,
      commission: row.consumed_commission,
      commissionTax: row.consumed_commission_tax,
      operatorIncome: row.consumed_operator_income,
    },
  }))
}

const lockLines = statement(
  { id: 'uuid' },
  `select order_line.id from order_line
  where order_line.tenant_id = $1 and order_line.order_id = any($2::uuid[])
  order by order_line.id
  for no key update`,
)

// A statement of its own, because it must see what the transaction that held the lock before has committed. A line that the
// release before wrote may not say yet who collects its tax.
const selectProgress = statement(
  {
    id: 'uuid',
    order_id: 'uuid',
    position: 'int',
    title: 'text',
    tax: 'bigint',
    tax_collector: known<FrozenLine['taxCollector']>('text'),
    quantity: 'int',
    payable: 'bigint',
    funding: 'bigint',
    supply_tax: 'bigint',
    tax_operator: 'bigint',
    commission: 'bigint',
    commission_tax: 'bigint',
    operator_income: 'bigint',
    captured: 'bigint',
    returned: 'bigint',
    disputed: 'bigint',
    captures: 'bigint',
    returned_units: 'bigint',
    returned_units_amount: 'bigint',
    consumed_funding: 'bigint',
    consumed_supply_tax: 'bigint',
    consumed_tax_operator: 'bigint',
    consumed_commission: 'bigint',
    consumed_commission_tax: 'bigint',
    consumed_operator_income: 'bigint',
  },
  `select line.id, line.order_id, line.position, line.title, line.tax, line.quantity, line.payable,
    line.funding, line.supply_tax, line.tax_operator, line.commission, line.commission_tax, line.operator_income,
    line.captured, line.returned, line.disputed,
    coalesce(line.tax_collector, case when line.tax_operator <> 0 then 'operator' else 'seller' end) as tax_collector,
    count(effect.id) filter (where effect.movement = 'capture') as captures,
    ${['funding', 'supply_tax', 'tax_operator', 'commission', 'commission_tax', 'operator_income']
      .map(
        (component) => `coalesce(sum(case effect.movement
      when 'value_back' then effect.${component}
      when 'value_back_undone' then -effect.${component}
      else 0 end), 0)::bigint as consumed_${component}`,
      )
      .join(',\n    ')},
    back.units as returned_units, back.units_amount as returned_units_amount
  from order_line line
  ${returnedUnitsOfLine}
  left join line_effect effect on effect.tenant_id = line.tenant_id and effect.order_line_id = line.id
  where line.tenant_id = $1 and line.order_id = any($2::uuid[])
  group by line.tenant_id, line.id, back.units, back.units_amount
  order by line.id`,
)
