import type { Page } from '@mainstay/domain/list/page'
import type { ListSellers, SellerSummary } from '@mainstay/domain/seller/seller'
import { sql } from 'kysely'
import { isWithinReach, type Reach } from '../access/org-unit.ts'
import { keysetClauses } from '../list/keyset.ts'
import { keysetOf, type List, pageFrom } from '../list/page.ts'
import type { ReadTx } from '../postgres/client.ts'

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

/** Newest first. */
export async function listSellers(
  tx: ReadTx,
  { cursor, limit, ...filters }: ListSellers,
  { cursorSecret, reach }: { cursorSecret: string; reach: Reach },
): Promise<Page<SellerSummary>> {
  const list: List = { secret: cursorSecret, sort: 'created_at', filters: { ...filters, reach } }
  const keyset = keysetOf(list, { cursor, limit })
  const clauses = keysetClauses(
    { by: 'seller.created_at', type: 'timestamptz', id: 'seller.id', first: 'largest' },
    keyset,
  )
  const { status, search } = filters
  let query = sellerQuery(tx)
    .select(clauses.position.as('position'))
    .where((eb) => isWithinReach(eb.ref('org_unit.path'), reach))
    .where(clauses.condition)
    .orderBy(clauses.orderBy)
    .limit(clauses.limit)
  if (status !== undefined) query = query.where('seller.status', '=', (eb) => eb.fn.any(eb.val([status].flat())))
  if (search) query = query.where('seller.name', 'ilike', `%${search.replace(/[\\%_]/g, '\\$&')}%`)
  return pageFrom(list, keyset, await query.execute(), {
    positionOf: (row) => ({ by: row.position, id: row.id }),
    itemOf: ({ position: _, ...seller }) => seller,
  })
}
