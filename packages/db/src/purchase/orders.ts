import { sumOf } from '@mainstay/domain/money/sum'
import { OrderStatus } from '@mainstay/domain/order/lifecycle'
import { freeProgress, refundable } from '@mainstay/domain/order/line'
import { PaymentStatus, type PurchaseOrder, ReturnStatus } from '@mainstay/domain/purchase/purchase'
import { unitsLeft } from '@mainstay/domain/refund/units'
import { returnedUnitsOfLine } from '../order/returned-units.ts'
import type { ReadTx } from '../postgres/client.ts'
import { known, type RowOf, statement } from '../postgres/statement.ts'

/** Whose parts of a purchase a reader may see; undefined is everybody's. */
export type VisibleSellers = readonly string[] | undefined

/** The orders of a purchase that the reader may see, with their lines, in the order the purchase names them. */
export async function listPurchaseOrders(
  tx: ReadTx,
  purchaseId: string,
  sellerIds: VisibleSellers,
): Promise<PurchaseOrder[]> {
  const values = [tx.tenantId, purchaseId, sellerIds ?? null]
  const [orders, lines] = await Promise.all([selectOrders(tx, values), selectLines(tx, values)])
  const linesOfOrder = Map.groupBy(lines, (line) => line.order_id)
  return orders.map((order) => purchaseOrderFromRow(order, linesOfOrder.get(order.id) ?? []))
}

const selectOrders = statement(
  {
    id: 'uuid',
    number: 'text',
    version: 'int',
    seller_id: 'uuid',
    seller_name: 'text',
    seller_path: 'text',
    status: 'text',
    held_reason: 'text?',
    payment_status: 'text',
    return_status: 'text',
    ship_by: 'timestamptz?',
    item_amount: 'bigint',
    shipping_amount: 'bigint',
    payable_amount: 'bigint',
    commission_amount: 'bigint',
    seller_net_amount: 'bigint',
    captured_amount: 'bigint',
    returned_amount: 'bigint',
    refunded_amount: 'bigint',
  },
  `select "order".id, "order".number, "order".version, "order".seller_id, seller.name as seller_name,
    org_unit.path as seller_path, "order".status, "order".held_reason, "order".payment_status, "order".return_status,
    "order".ship_by, "order".item_amount,
    "order".shipping_amount, "order".payable_amount, "order".commission_amount, "order".seller_net_amount,
    "order".captured_amount, "order".returned_amount, "order".refunded_amount
  from "order"
  join seller on seller.tenant_id = "order".tenant_id and seller.id = "order".seller_id
  join org_unit on org_unit.tenant_id = "order".tenant_id and org_unit.id = seller.org_unit_id
  where "order".tenant_id = $1 and "order".purchase_id = $2
    and ($3::uuid[] is null or "order".seller_id = any($3::uuid[]))
  order by "order".position`,
)

const selectLines = statement(
  {
    id: 'uuid',
    order_id: 'uuid',
    kind: known<'item' | 'shipping'>('text'),
    sku: 'text',
    title: 'text',
    quantity: 'int',
    unit_price: 'bigint',
    payable: 'bigint',
    tax: 'bigint',
    tax_rate_ppm: 'int',
    commission: 'bigint',
    captured: 'bigint',
    returned: 'bigint',
    disputed: 'bigint',
    is_captured_free: 'boolean',
    returned_units: 'bigint',
    returned_units_amount: 'bigint',
  },
  `select line.id, line.order_id, line.kind, line.sku, line.title, line.quantity, line.unit_price, line.payable, line.tax,
    line.tax_rate_ppm, line.commission, line.captured, line.returned, line.disputed,
    line.payable = 0 and exists (
      select from line_effect
      where line_effect.tenant_id = $1 and line_effect.order_line_id = line.id and line_effect.movement = 'capture'
    ) as is_captured_free,
    back.units as returned_units, back.units_amount as returned_units_amount
  from order_line line
  ${returnedUnitsOfLine}
  join "order" on "order".tenant_id = line.tenant_id and "order".id = line.order_id
  where line.tenant_id = $1 and "order".tenant_id = $1 and "order".purchase_id = $2 and line.withdrawn_at is null
    and ($3::uuid[] is null or "order".seller_id = any($3::uuid[]))
  order by line.position`,
)

function purchaseOrderFromRow(
  row: RowOf<typeof selectOrders>,
  lines: readonly RowOf<typeof selectLines>[],
): PurchaseOrder {
  return {
    id: row.id,
    number: row.number,
    version: row.version,
    seller: { id: row.seller_id, name: row.seller_name },
    sellerPath: row.seller_path,
    status: OrderStatus.parse(row.status),
    heldReason: row.held_reason,
    paymentStatus: PaymentStatus.parse(row.payment_status),
    returnStatus: ReturnStatus.parse(row.return_status),
    shipBy: row.ship_by,
    items: row.item_amount,
    shipping: row.shipping_amount,
    payable: row.payable_amount,
    tax: sumOf(lines, (line) => line.tax),
    commission: row.commission_amount,
    sellerNet: row.seller_net_amount,
    captured: row.captured_amount,
    returned: row.returned_amount,
    refunded: row.refunded_amount,
    lines: lines.map((line) => ({
      id: line.id,
      kind: line.kind,
      sku: line.sku,
      title: line.title,
      quantity: line.quantity,
      unitPrice: line.unit_price,
      payable: line.payable,
      tax: line.tax,
      taxRatePpm: line.tax_rate_ppm,
      commission: line.commission,
      captured: line.captured,
      returned: line.returned,
      refundable: refundable(line),
      returnedUnits: line.returned_units,
      returnedUnitsAmount: line.returned_units_amount,
      returnableUnits: returnableUnits(line),
    })),
  }
}

function returnableUnits({ returned_units: returnedUnits, ...line }: RowOf<typeof selectLines>): number {
  const progress = { ...line, returnedUnits }
  return unitsLeft({ ...progress, ...freeProgress(progress, line.is_captured_free) })
}
