import { sumOf } from '@mainstay/domain/money/sum'
import { unshippedStatuses } from '@mainstay/domain/order/fulfilment'
import { OrderStatus } from '@mainstay/domain/order/lifecycle'
import { type Part, statusesOfParts } from '@mainstay/domain/purchase/parts'
import {
  FulfilmentStatus,
  PaymentStatus,
  type PurchaseSummary,
  purchaseList,
  ReturnStatus,
} from '@mainstay/domain/purchase/purchase'
import { type ExpressionBuilder, type RawBuilder, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import * as z from 'zod'
import { listSource, type Reader, type Sight } from '../list/source.ts'
import type { ReadTx } from '../postgres/client.ts'
import type { DB } from '../postgres/schema.generated.ts'
import type { VisibleSellers } from './orders.ts'
import { hasPart, isFulfilment, isPayment, isSeen, totalSeen } from './parts.ts'
import { earliestShipBy, statusesFromRow } from './purchase.ts'
import { seekPurchases } from './search.ts'

/**
 * Purchases with the parts the reader may see and what those come to. A reader who may see some sellers only gets the
 * purchases they have a part in.
 */
export const purchases = listSource(purchaseList, {
  rows: purchaseRows,
  id: 'purchase.id',
  sorts: {
    placedAt: { by: 'purchase.placed_at', type: 'timestamptz' },
    total: { by: totalSeen, type: 'bigint' },
  },
  filters: {
    query: { seek: seekPurchases },
    payment: { where: (status, sight) => isPayment(PaymentStatus.parse(status), sight) },
    fulfilment: { where: (status, sight) => isFulfilment(FulfilmentStatus.parse(status), sight) },
    placed: 'purchase.placed_at',
    total: { amount: totalSeen, currency: 'purchase.currency' },
    seller: { where: (sellerId, sight) => hasPart(sight, sql`part.seller_id = ${sellerId}::uuid`) },
    buyer: 'purchase.buyer_id',
    importRun: 'purchase.import_run_id',
  },
  views: {
    to_accept: (sight) =>
      hasPart(sight, sql`part.status = 'placed' and part.payment_status = any('{authorized,paid}'::text[])`),
    late: isLate,
  },
  itemsOf: (rows) => rows.map(summaryFromRow),
})

function purchaseRows(tx: ReadTx, { sellerIds }: Pick<Reader, 'sellerIds'>) {
  const { tenantId } = tx
  const query = tx
    .selectFrom('purchase')
    .select((eb) => [
      'purchase.id',
      'purchase.number',
      'purchase.placed_at',
      'purchase.buyer_id',
      'purchase.buyer_name',
      'purchase.payment_status',
      'purchase.fulfilment_status',
      'purchase.return_status',
      'purchase.currency',
      sql<boolean>`${sql.lit(sellerIds === undefined)}`.as('is_whole'),
      partsColumn(eb, tenantId, sellerIds),
    ])
    .where('purchase.tenant_id', '=', tenantId)
  return sellerIds ? query.where(hasPart({ tenantId, sellerIds })) : query
}

/**
 * Late orders are few and old: they are collected first, because walking purchases from the newest would read nearly
 * all. The statuses are written out, since a partial index is recognised by its words.
 */
function isLate({ tenantId, sellerIds, now }: Sight): RawBuilder<boolean> {
  const unshipped = sql.join(unshippedStatuses.map((status) => sql.lit(status)))
  return sql`purchase.id = any(array(
    select part.purchase_id from "order" part
    where part.tenant_id = ${tenantId} and part.ship_by < ${now} and part.status in (${unshipped})
      and ${isSeen(sellerIds)}
  ))`
}

const Parts = z.array(
  z.object({
    seller_id: z.string(),
    seller_name: z.string(),
    status: OrderStatus,
    payment_status: PaymentStatus,
    return_status: ReturnStatus,
    ship_by: z
      .string()
      .transform((at) => new Date(at))
      .nullable(),
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
        'order.payment_status',
        'order.return_status',
        'order.ship_by',
        'order.payable_amount',
      ])
      .where('order.tenant_id', '=', tenantId)
      .whereRef('order.purchase_id', '=', 'purchase.id')
      .where(sql<boolean>`${sellerIds === undefined ? sql`true` : sql`"order".seller_id = any(${sellerIds}::uuid[])`}`)
      .orderBy('order.position'),
  ).as('parts')
}

type PurchaseRow = Awaited<ReturnType<ReturnType<typeof purchaseRows>['execute']>>[number]

function summaryFromRow(row: PurchaseRow): PurchaseSummary {
  const parts = Parts.parse(row.parts)
  return {
    id: row.id,
    number: row.number,
    placedAt: row.placed_at,
    buyer: { id: row.buyer_id, name: row.buyer_name },
    sellers: parts.map((part) => ({ id: part.seller_id, name: part.seller_name })),
    ...(row.is_whole ? statusesFromRow(row) : statusesOfParts(parts.map(partFromRow))),
    shipBy: earliestShipBy(parts.map((part) => ({ status: part.status, shipBy: part.ship_by }))),
    total: { amount: sumOf(parts, (part) => part.payable_amount), currency: row.currency },
  }
}

function partFromRow(part: z.infer<typeof Parts>[number]): Part {
  return {
    status: part.status,
    paymentStatus: part.payment_status,
    returnStatus: part.return_status,
    payable: part.payable_amount,
  }
}
