import { formatMoney } from '@mainstay/domain/money/format'
import { catalogueList } from '@mainstay/domain/offer/offer'
import type { Offer } from '@mainstay/domain/purchase/counter'
import { v7 } from 'uuid'
import { recordChange } from '../command/record.ts'
import { listSource } from '../list/source.ts'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { NotFound } from '../postgres/not-found.ts'

/** The offers with their sellers and what can still be promised of them, not locked. An unknown id is NotFound. */
export async function getOffers(tx: ReadTx, offerIds: readonly string[]): Promise<Offer[]> {
  const rows = await offersWithStock(tx)
    .where((eb) => eb('offer.id', '=', eb.fn.any(eb.val([...offerIds]))))
    .execute()
  if (rows.length !== new Set(offerIds).size) throw new NotFound('offer')
  return rows.map(offerFromRow)
}

/** What is on sale; what nothing is left of is listed with none available. */
export const offersOnSale = listSource(catalogueList, {
  rows: (tx) => offersWithStock(tx).where('offer.status', '=', 'live').where('seller.status', '=', 'active'),
  id: 'offer.id',
  sorts: { createdAt: { by: 'offer.created_at', type: 'timestamptz' } },
  filters: {},
  itemsOf: (rows) => rows.map(offerFromRow),
})

type OfferToInsert = {
  id?: string
  productId: string
  sellerId: string
  sku: string
  title: string
  /** Minor units, with tax where the marketplace prices so. */
  unitPrice: number
  currency: string
  taxRatePpm: number
  taxCategory?: string
  status?: 'draft' | 'pending_review' | 'live' | 'paused' | 'blocked' | 'archived'
}

export async function insertOffer(tx: Tx, offer: OfferToInsert): Promise<{ id: string }> {
  const id = offer.id ?? v7()
  await tx
    .insertInto('offer')
    .values({
      tenant_id: tx.tenantId,
      id,
      product_id: offer.productId,
      seller_id: offer.sellerId,
      sku: offer.sku,
      title: offer.title,
      price_amount: offer.unitPrice,
      currency: offer.currency,
      tax_rate_ppm: offer.taxRatePpm,
      tax_category: offer.taxCategory ?? 'standard',
      status: offer.status ?? 'live',
    })
    .execute()
  const price = { amount: offer.unitPrice, currency: offer.currency }
  await recordChange(tx, {
    action: 'offer.create',
    subject: { type: 'offer', id, label: offer.sku, version: 1 },
    changes: [
      { field: 'price', before: null, after: formatMoney(price) },
      { field: 'status', before: null, after: offer.status ?? 'live' },
    ],
    data: { sellerId: offer.sellerId, productId: offer.productId, ...price },
  })
  return { id }
}

function offersWithStock(tx: ReadTx) {
  return tx
    .selectFrom('offer')
    .innerJoin('seller', (join) =>
      join.onRef('seller.tenant_id', '=', 'offer.tenant_id').onRef('seller.id', '=', 'offer.seller_id'),
    )
    .leftJoin('stock_level', (join) =>
      join.onRef('stock_level.tenant_id', '=', 'offer.tenant_id').onRef('stock_level.offer_id', '=', 'offer.id'),
    )
    .select([
      'offer.id',
      'offer.product_id',
      'offer.sku',
      'offer.title',
      'offer.price_amount',
      'offer.currency',
      'offer.tax_rate_ppm',
      'offer.tax_category',
      'offer.status',
      'seller.id as seller_id',
      'seller.name as seller_name',
      'seller.status as seller_status',
      'stock_level.on_hand',
      'stock_level.backorder',
      'stock_level.held',
      'stock_level.allocated',
    ])
    .where('offer.tenant_id', '=', tx.tenantId)
}

type OfferRow = Awaited<ReturnType<ReturnType<typeof offersWithStock>['executeTakeFirstOrThrow']>>

function offerFromRow(row: OfferRow): Offer {
  return {
    id: row.id,
    productId: row.product_id,
    sku: row.sku,
    title: row.title,
    unitPrice: row.price_amount,
    currency: row.currency,
    taxRatePpm: row.tax_rate_ppm,
    taxCategory: row.tax_category,
    status: row.status,
    seller: { id: row.seller_id, name: row.seller_name, status: row.seller_status },
    available: (row.on_hand ?? 0) + (row.backorder ?? 0) - (row.held ?? 0) - (row.allocated ?? 0),
  }
}
