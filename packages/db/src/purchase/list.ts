import { sumOf } from '@mainstay/domain/money/sum'
import { OrderStatus } from '@mainstay/domain/order/lifecycle'
import { type Part, statusesOfParts } from '@mainstay/domain/purchase/parts'
import { PaymentStatus, type PurchaseSummary, purchaseList, ReturnStatus } from '@mainstay/domain/purchase/purchase'
import { type ExpressionBuilder, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import * as z from 'zod'
import { isOfSellers } from '../list/of-sellers.ts'
import { type ListSource, listSource, type Reader } from '../list/source.ts'
import type { ReadTx } from '../postgres/client.ts'
import type { DB } from '../postgres/schema.generated.ts'
import { ledByPart, weigh } from './led-by-part.ts'
import { seekBuyer } from './of-buyer.ts'
import type { VisibleSellers } from './orders.ts'
import { hasPart, isCollected, listedParts } from './parts.ts'
import { earliestShipBy, statusesFromRow } from './purchase.ts'
import { seekPurchases } from './search.ts'

/**
 * Purchases with the parts the reader may see and what those come to. A reader who may see some sellers only gets the
 * purchases they have a part in.
 */
export const purchases: ListSource<PurchaseRow, PurchaseSummary, typeof purchaseList> = listSource(purchaseList, {
  rows: purchaseRows,
  id: 'purchase.id',
  sorts: {
    placedAt: { by: 'purchase.placed_at', type: 'timestamptz' },
    total: { by: 'purchase.total_amount', type: 'bigint' },
  },
  filters: {
    query: { seek: seekPurchases },
    payment: 'purchase.payment_status',
    fulfilment: 'purchase.fulfilment_status',
    placed: 'purchase.placed_at',
    total: { amount: 'purchase.total_amount', currency: 'purchase.currency' },
    seller: { where: (sellerId, sight) => hasPart(sight, sql`part.seller_id = ${sellerId}::uuid`) },
    buyer: { seek: seekBuyer },
    // Which import a purchase came with is shown to whoever sees all of it, and to nobody else.
    importRun: {
      where: (runId, { sellerIds }) =>
        sellerIds === undefined ? sql`purchase.import_run_id = ${runId}::uuid` : sql`false`,
    },
  },
  views: {
    to_accept: (sight) => isCollected(listedParts.to_accept('part', sight), sight),
    late: (sight) => isCollected(listedParts.late('part', sight), sight),
  },
  itemsOf: (rows) => rows.map(summaryFromRow),
  weigh,
  led: (asked) => ledByPart(purchases, asked),
})

function purchaseRows(tx: ReadTx, { sellerIds }: Pick<Reader, 'sellerIds'>) {
  const { tenantId } = tx
  return tx
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
      .where(sql<boolean>`${isOfSellers('order.seller_id', sellerIds)}`)
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
