import type { Page, PageInput } from '@mainstay/domain/list/page'
import type { Offer } from '@mainstay/domain/purchase/basket'
import { sql } from 'kysely'
import { v7 } from 'uuid'
import { type Keyset, keysetOf, pageFrom } from '../list/page.ts'
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

/** What is on sale, newest first; what nothing is left of is listed with none available. */
export async function listOffersOnSale(
  tx: ReadTx,
  input: PageInput,
  { cursorSecret }: { cursorSecret: string },
): Promise<Page<Offer>> {
  const list = { secret: cursorSecret, sort: 'offer.created_at', filters: {} }
  const keyset = keysetOf(list, input)
  const rows = await onSaleQuery(tx, keyset).execute()
  return pageFrom(list, keyset, rows, {
    positionOf: (row) => ({ by: row.position, id: row.id }),
    itemOf: offerFromRow,
  })
}

/** The statement of the list, apart from its execution so that its plan can be tested. */
export function onSaleQuery(tx: ReadTx, { direction, from, limit }: Keyset) {
  const order = direction === 'older' ? 'desc' : 'asc'
  const query = offersWithStock(tx)
    .select(sql<string>`offer.created_at::text`.as('position'))
    .where('offer.status', '=', 'live')
    .where('seller.status', '=', 'active')
    .orderBy('offer.created_at', order)
    .orderBy('offer.id', order)
    .limit(limit + 1)
  if (!from) return query
  const comparison = direction === 'older' ? sql`<` : sql`>`
  return query.where(
    sql<boolean>`(offer.created_at, offer.id) ${comparison} (${from.by}::timestamptz, ${from.id}::uuid)`,
  )
}

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
