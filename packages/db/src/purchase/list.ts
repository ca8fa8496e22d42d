import type { Page } from '@mainstay/domain/list/page'
import { unshippedStatuses } from '@mainstay/domain/order/fulfilment'
import {
  FulfilmentStatus,
  type ListPurchases,
  PaymentStatus,
  type PurchaseSummary,
  ReturnStatus,
} from '@mainstay/domain/purchase/purchase'
import { type ExpressionBuilder, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import * as z from 'zod'
import { type Keyset, keysetOf, pageFrom } from '../list/page.ts'
import type { ReadTx } from '../postgres/client.ts'
import type { DB } from '../postgres/schema.generated.ts'
import type { VisibleSellers } from './orders.ts'
import { earliestShipBy } from './purchase.ts'

export type Reader = { cursorSecret: string; sellerIds: VisibleSellers; now: Date }

/**
 * Purchases, newest first. A reader who may see some sellers only gets the purchases they have a part in, with those
 * parts and what they come to.
 */
export async function listPurchases(
  tx: ReadTx,
  { cursor, limit, ...filters }: ListPurchases,
  { cursorSecret, sellerIds, now }: Reader,
): Promise<Page<PurchaseSummary>> {
  const list = { secret: cursorSecret, sort: 'purchase.placed_at', filters }
  const keyset = keysetOf(list, { cursor, limit })
  const rows = await purchaseQuery(tx, filters, { keyset, sellerIds, now }).execute()
  return pageFrom(list, keyset, rows, {
    positionOf: (row) => ({ by: row.position, id: row.id }),
    itemOf: summaryFromRow,
  })
}

type PurchaseFilters = Omit<ListPurchases, 'cursor' | 'limit'>

/** The statement of the list, apart from its execution so that its plan can be tested. */
export function purchaseQuery(
  tx: ReadTx,
  filters: PurchaseFilters,
  { keyset, sellerIds, now }: { keyset: Keyset; sellerIds: VisibleSellers; now: Date },
) {
  const { direction, from } = keyset
  const order = direction === 'older' ? 'desc' : 'asc'
  let query = tx
    .selectFrom('purchase')
    .select((eb) => [
      'purchase.id',
      'purchase.number',
      'purchase.placed_at',
      sql<string>`purchase.placed_at::text`.as('position'),
      'purchase.buyer_id',
      'purchase.buyer_name',
      'purchase.payment_status',
      'purchase.fulfilment_status',
      'purchase.return_status',
      'purchase.currency',
      partsColumn(eb, tx.tenantId, sellerIds),
    ])
    .where('purchase.tenant_id', '=', tx.tenantId)
    .orderBy('purchase.placed_at', order)
    .orderBy('purchase.id', order)
    .limit(keyset.limit + 1)

  if (from) {
    const comparison = direction === 'older' ? sql`<` : sql`>`
    query = query.where(
      sql<boolean>`(purchase.placed_at, purchase.id) ${comparison} (${from.by}::timestamptz, ${from.id}::uuid)`,
    )
  }
  if (sellerIds) query = query.where((eb) => hasOrder(eb, tx.tenantId, sql`part.seller_id = any(${sellerIds}::uuid[])`))
  if (filters.sellerId)
    query = query.where((eb) => hasOrder(eb, tx.tenantId, sql`part.seller_id = ${filters.sellerId}::uuid`))
  if (filters.view === 'to_accept')
    query = query.where((eb) =>
      hasOrder(eb, tx.tenantId, sql`part.status = 'placed' and part.payment_status = any('{authorised,paid}'::text[])`),
    )
  if (filters.view === 'late') query = query.where(isLateAt(tx.tenantId, now))
  if (filters.view === 'on_hold') query = query.where('purchase.fulfilment_status', '=', 'on_hold')
  if (filters.view === 'unknown') query = query.where('purchase.payment_status', '=', 'unknown')
  if (filters.paymentStatus) query = query.where('purchase.payment_status', '=', filters.paymentStatus)
  if (filters.fulfilmentStatus) query = query.where('purchase.fulfilment_status', '=', filters.fulfilmentStatus)
  if (filters.buyerId) query = query.where('purchase.buyer_id', '=', filters.buyerId)
  if (filters.importRunId) query = query.where('purchase.import_run_id', '=', filters.importRunId)
  if (filters.placedFrom) query = query.where('purchase.placed_at', '>=', filters.placedFrom)
  if (filters.placedTo) query = query.where('purchase.placed_at', '<', filters.placedTo)
  if (filters.totalFrom !== undefined) query = query.where('purchase.total_amount', '>=', filters.totalFrom)
  if (filters.totalTo !== undefined) query = query.where('purchase.total_amount', '<=', filters.totalTo)
  if (filters.query) {
    const { query: text } = filters
    query = query.where((eb) => beginsWith(eb, text))
  }
  return query
}

const numberForm = /^([A-Z0-9]+-[0-9A-Z]{0,8})(-[A-Z]*)?$/

/**
 * Ranges instead of a pattern: they are leakproof, so they stay index conditions under row security, and need no value
 * to be planned. The order of the columns is by byte, where U+10FFFF follows whatever a text goes on with.
 */
function beginsWith(eb: ExpressionBuilder<DB, 'purchase'>, text: string) {
  const last = '\u{10FFFF}'
  const name = sql<boolean>`purchase.buyer_name_lower >= lower(${text}::text) and purchase.buyer_name_lower < lower(${text}::text) || ${last}::text`
  // The number of an order finds the purchase it is part of.
  const number = numberForm.exec(text.toUpperCase())?.[1]
  if (number === undefined) return name
  return eb.or([
    sql<boolean>`purchase.number >= ${number}::text and purchase.number < ${`${number}${last}`}::text`,
    name,
  ])
}

/**
 * Late orders are few and old: they are collected first, because walking purchases from the newest would read nearly
 * all. The statuses are written out, since a partial index is recognised by its words.
 */
function isLateAt(tenantId: string, now: Date) {
  const unshipped = sql.join(unshippedStatuses.map((status) => sql.lit(status)))
  return sql<boolean>`purchase.id = any(array(
    select part.purchase_id from "order" part
    where part.tenant_id = ${tenantId} and part.ship_by < ${now} and part.status in (${unshipped})
  ))`
}

function hasOrder(eb: ExpressionBuilder<DB, 'purchase'>, tenantId: string, condition: ReturnType<typeof sql>) {
  return eb(
    'purchase.id',
    'in',
    sql<string>`(select part.purchase_id from "order" part where part.tenant_id = ${tenantId} and ${condition})`,
  )
}

const Parts = z.array(
  z.object({
    seller_id: z.string(),
    seller_name: z.string(),
    status: z.string(),
    ship_by: z.coerce.date().nullable(),
    payable_amount: z.int(),
  }),
)

/** The visible parts of a purchase as one JSON column, so that a page is one statement. */
function partsColumn(eb: ExpressionBuilder<DB, 'purchase'>, tenantId: string, sellerIds: VisibleSellers) {
  return jsonArrayFrom(
    eb
      .selectFrom('order')
      .innerJoin('seller', (join) =>
        join.onRef('seller.tenant_id', '=', 'order.tenant_id').onRef('seller.id', '=', 'order.seller_id'),
      )
      .select([
        'order.seller_id',
        'seller.name as seller_name',
        'order.status',
        'order.ship_by',
        'order.payable_amount',
      ])
      .where('order.tenant_id', '=', tenantId)
      .whereRef('order.purchase_id', '=', 'purchase.id')
      .where(sql<boolean>`${sellerIds === undefined ? sql`true` : sql`"order".seller_id = any(${sellerIds}::uuid[])`}`)
      .orderBy('order.position'),
  ).as('parts')
}

type PurchaseRow = Awaited<ReturnType<ReturnType<typeof purchaseQuery>['execute']>>[number]

function summaryFromRow(row: PurchaseRow): PurchaseSummary {
  const parts = Parts.parse(row.parts)
  return {
    id: row.id,
    number: row.number,
    placedAt: row.placed_at,
    buyer: { id: row.buyer_id, name: row.buyer_name },
    sellers: parts.map((part) => ({ id: part.seller_id, name: part.seller_name })),
    paymentStatus: PaymentStatus.parse(row.payment_status),
    fulfilmentStatus: FulfilmentStatus.parse(row.fulfilment_status),
    returnStatus: ReturnStatus.parse(row.return_status),
    shipBy: earliestShipBy(parts.map((part) => ({ status: part.status, shipBy: part.ship_by }))),
    total: { amount: parts.reduce((sum, part) => sum + part.payable_amount, 0), currency: row.currency },
  }
}
