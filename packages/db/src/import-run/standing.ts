import type { ImportedLine, ImportedOrder } from '@mainstay/domain/import-run/purchase'
import type { Tx } from '../postgres/client.ts'
import { known, type RowOf, statement } from '../postgres/statement.ts'
import type { LineBefore } from './change.ts'
import type { Differing } from './compare.ts'
import type { LineToImport } from './lines.ts'
import { productTitle } from './parties.ts'

/** An order of an imported purchase with all its lines. One of which no line stands was ended by an import before. */
export type StandingOrder = {
  id: string
  purchaseId: string
  position: number
  sellerId: string
  sellerExternalId: string
  payable: number
  version: number
  isStanding: boolean
  lines: { id: string; key: string; isStanding: boolean }[]
  linesBefore: LineBefore[]
}

export async function listStanding(tx: Tx, purchaseIds: readonly string[]): Promise<StandingOrder[]> {
  const rows = await selectStanding(tx, [tx.tenantId, purchaseIds])
  return [...Map.groupBy(rows, (row) => row.id).values()].flatMap((lines) => orderFromRows(lines))
}

const selectStanding = statement(
  {
    id: 'uuid',
    purchase_id: 'uuid',
    position: 'int',
    seller_id: 'uuid',
    seller_external_id: known<string>('text?'),
    payable_amount: 'bigint',
    version: 'int',
    line_id: 'uuid',
    kind: known<ImportedLine['kind']>('text'),
    item_id: 'text?',
    product_id: 'uuid?',
    sku: 'text',
    amount: 'bigint',
    is_standing: 'boolean',
  },
  `select part.id, part.purchase_id, part.position, part.seller_id, seller.external_id as seller_external_id,
     part.payable_amount, part.version, line.id as line_id, line.kind, line.external_id as item_id, line.product_id,
     line.sku, line.payable as amount, line.withdrawn_at is null as is_standing
   from "order" part
   join seller on seller.tenant_id = part.tenant_id and seller.id = part.seller_id
   join order_line line on line.tenant_id = part.tenant_id and line.order_id = part.id
   where part.tenant_id = $1 and part.purchase_id = any($2::uuid[])
   order by part.purchase_id, part.position, line.position`,
)

function orderFromRows(rows: readonly RowOf<typeof selectStanding>[]): StandingOrder[] {
  const [first] = rows
  if (first === undefined) return []
  const standing = rows.filter((row) => row.is_standing)
  return [
    {
      id: first.id,
      purchaseId: first.purchase_id,
      position: first.position,
      sellerId: first.seller_id,
      sellerExternalId: first.seller_external_id,
      payable: first.payable_amount,
      version: first.version,
      isStanding: standing.length > 0,
      lines: rows.map((row) => ({ id: row.line_id, key: keyOf(row.kind, row.item_id), isStanding: row.is_standing })),
      linesBefore: standing.map(({ id, seller_id, product_id, kind, item_id, sku, amount }) => ({
        order_id: id,
        seller_id,
        product_id,
        kind,
        item_id,
        sku,
        amount,
      })),
    },
  ]
}

function keyOf(kind: string, itemId: string | null): string {
  return `${kind} ${itemId}`
}

/** An order that is there: with what the file says of it now, or nothing. */
type Stayed = { was: StandingOrder; now: ImportedOrder | undefined }

export async function saveOrders(tx: Tx, orders: readonly Stayed[]): Promise<void> {
  const rows = orders.map(({ was, now }) => ({
    id: was.id,
    version: was.version,
    status: now === undefined ? 'canceled' : 'accepted',
    // An order of nothing has no money in it.
    payment_status: now === undefined ? 'unpaid' : 'paid',
    items: now?.items ?? 0,
    freight: now?.freight ?? 0,
    placed_at: now?.placedAt ?? null,
  }))
  const saved = await updateOrders(tx, [tx.tenantId, JSON.stringify(rows)])
  if (saved.length !== rows.length) throw new Error('an order changed although it was locked')
}

const updateOrders = statement(
  { id: 'uuid' },
  `update "order" set status = given.status, payment_status = given.payment_status, item_amount = given.items,
     shipping_amount = given.freight, payable_amount = given.items + given.freight,
     captured_amount = given.items + given.freight, seller_net_amount = given.items + given.freight,
     placed_at = coalesce(given.placed_at, "order".placed_at), version = "order".version + 1, updated_at = now()
   from json_to_recordset($2::json) as given (id uuid, version int, status text, payment_status text, items bigint,
     freight bigint, placed_at timestamptz)
   where "order".tenant_id = $1 and "order".id = given.id and "order".version = given.version
   returning "order".id`,
)

/** Purchases as the file has them. */
export async function saveAmendedPurchases(tx: Tx, differing: readonly Differing[]): Promise<void> {
  const rows = differing.map(({ there, purchase }) => ({
    id: there.id,
    version: there.version,
    items: purchase.items,
    freight: purchase.freight,
    orders: purchase.orders.length,
    lines: purchase.lineCount,
    placed_at: purchase.placedAt,
  }))
  const saved = await updatePurchases(tx, [tx.tenantId, JSON.stringify(rows)])
  if (saved.length !== rows.length) throw new Error('a purchase changed although its orders were locked')
}

const updatePurchases = statement(
  { id: 'uuid' },
  `update purchase set item_amount = given.items, shipping_amount = given.freight,
     total_amount = given.items + given.freight, order_count = given.orders, line_count = given.lines,
     placed_at = given.placed_at, version = purchase.version + 1, updated_at = now()
   from json_to_recordset($2::json) as given (id uuid, version int, items bigint, freight bigint, orders int, lines int,
     placed_at timestamptz)
   where purchase.tenant_id = $1 and purchase.id = given.id and purchase.version = given.version
   returning purchase.id`,
)

/**
 * Lines that are there become what the file says, in its order, and those it no longer has are withdrawn behind them;
 * one that comes again stands again. Answers the lines that are still to be made.
 */
export async function saveLines(
  tx: Tx,
  orders: readonly Stayed[],
  productIds: ReadonlyMap<string, string>,
): Promise<LineToImport[]> {
  const missing: LineToImport[] = []
  const rows = orders.flatMap(({ was, now }) => {
    const there = new Map(was.lines.map((line) => [line.key, line.id]))
    const kept = (now?.lines ?? []).flatMap((line, position) => {
      const id = there.get(keyOf(line.kind, line.itemId))
      if (id === undefined) {
        missing.push({ ...line, position, orderId: was.id })
        return []
      }
      const product = { product_id: productIds.get(line.productId) ?? null, sku: line.productId }
      return [{ id, position, amount: line.amount, ...product, title: productTitle(line.productId), withdrawn: null }]
    })
    const standing = new Set(kept.map(({ id }) => id))
    const withdrawn = was.lines
      .filter(({ id }) => !standing.has(id))
      .map(({ id }, index) => ({ id, position: (now?.lines.length ?? 0) + index, amount: 0, withdrawn: tx.act.at }))
    return [...kept, ...withdrawn]
  })
  // Out of the way first: no two lines of an order may have one position, not even for a moment.
  await clearPositions(tx, [tx.tenantId, rows.map(({ id }) => id)])
  await updateLines(tx, [tx.tenantId, JSON.stringify(rows)])
  return missing
}

const clearPositions = statement(
  {},
  'update order_line set position = -1 - position where tenant_id = $1 and id = any($2::uuid[])',
)

// A line withdrawn keeps what it was of, and the day it was withdrawn first.
const updateLines = statement(
  {},
  `update order_line line set position = given.position, product_id = coalesce(given.product_id, line.product_id),
     sku = coalesce(given.sku, line.sku), title = coalesce(given.title, line.title), unit_price = given.amount,
     list = given.amount, tax_base = given.amount, payable = given.amount, seller_gross = given.amount,
     commission_base = given.amount, seller_net = given.amount, captured = given.amount,
     withdrawn_at = case when given.withdrawn is null then null else coalesce(line.withdrawn_at, given.withdrawn) end
   from json_to_recordset($2::json) as given (id uuid, position int, amount bigint, product_id uuid, sku text, title text,
     withdrawn timestamptz)
   where line.tenant_id = $1 and line.id = given.id`,
)
