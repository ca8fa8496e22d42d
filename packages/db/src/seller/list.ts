import { type SellerSummary, sellerList } from '@mainstay/domain/seller/seller'
import { sql } from 'kysely'
import { isOfSellers } from '../list/of-sellers.ts'
import { listSource } from '../list/source.ts'
import type { ReadTx } from '../postgres/client.ts'
import { seekSellers } from './word.ts'

/** Sellers with what a list shows of them. */
export function sellerQuery(tx: ReadTx) {
  return tx
    .selectFrom('seller')
    .innerJoin('org_unit', (join) =>
      join.onRef('org_unit.tenant_id', '=', 'seller.tenant_id').onRef('org_unit.id', '=', 'seller.org_unit_id'),
    )
    .select([
      'seller.id',
      'seller.name',
      'seller.status',
      'seller.country',
      'seller.review_due_at as reviewDueAt',
      'seller.created_at as createdAt',
      'seller.version',
      sql<number>`(select count(*)::int from seller_requirement open
        where open.tenant_id = seller.tenant_id and open.seller_id = seller.id
          and open.status not in ('accepted', 'waived'))`.as('openRequirements'),
    ])
    .where('seller.tenant_id', '=', tx.tenantId)
}

/** Sellers the reader may see. */
export const sellers = listSource(sellerList, {
  rows: (tx, { sellerIds }) =>
    sellerIds === undefined ? sellerQuery(tx) : sellerQuery(tx).where(isOfSellers('seller.id', sellerIds)),
  id: 'seller.id',
  sorts: {
    createdAt: { by: 'seller.created_at', type: 'timestamptz' },
    name: { by: 'seller.name', type: 'text' },
  },
  filters: {
    query: { seek: seekSellers },
    status: 'seller.status',
  },
  itemsOf: (rows): SellerSummary[] => [...rows],
})
