import { sortOf } from '@mainstay/domain/list/list'
import { unshippedStatuses } from '@mainstay/domain/order/fulfilment'
import { purchaseList } from '@mainstay/domain/purchase/purchase'
import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import { isOfSellers } from '../list/of-sellers.ts'
import type { Clause, ListSource, Reader, Sight } from '../list/source.ts'
import type { ReadTx } from '../postgres/client.ts'
import type { DB } from '../postgres/schema.generated.ts'

/** Purchases whoever sees them, with the parts the reader may see. */
type Rows<Row> = (tx: ReadTx, reader: Pick<Reader, 'sellerIds'>) => SelectQueryBuilder<DB, 'purchase', Row>

type Asked = { input: Readonly<Record<string, unknown>>; sight: Sight }

/**
 * Purchases as their parts have them. Those of one seller, and those that are late or wait to be accepted, are in an index
 * of orders in the order of the list: to collect them first, or to walk all purchases for them, reads thousands of rows.
 * A part is placed when its purchase is, and a seller has one part of it.
 */
export function ledByPart<Row extends { id: string }, Item>(
  whole: ListSource<Row, Item>,
  rows: Rows<Row>,
  { input, sight }: Asked,
): ListSource<Row, Item> | undefined {
  const { sellerIds } = sight
  const isSoonerFound = foundSooner.some((parameter) => (input[parameter] ?? '') !== '')
  const isByTime = sortOf(purchaseList, input).by === 'placedAt'
  const ledBy = (condition: RawBuilder<boolean>, more: More<Row, Item>, inOrder: boolean): ListSource<Row, Item> => ({
    ...whole,
    ...more,
    ...(inOrder && { id: lead('purchase_id') }),
    rows: (tx, reader) => rowsLedBy(rows(tx, reader), tx, condition),
    sorts: { ...whole.sorts, ...(inOrder && placedWithLead.sorts), ...more.sorts },
    filters: { ...whole.filters, ...(inOrder && placedWithLead.filters), ...more.filters },
  })

  if (sellerIds?.length === 1)
    return ledBy(isOfSellers('lead.seller_id', sellerIds), ofOneSeller, !(isSoonerFound && isByTime))
  const { sellerId: asked, view } = input
  const isListed = (partConditions as Partial<Record<string, Condition>>)[String(view)]
  if (isListed !== undefined) {
    const isLed = isByTime && asked === undefined && !isSoonerFound
    return isLed ? ledBy(isFirst(isListed, sight), { views: {} }, true) : undefined
  }
  if (typeof asked !== 'string' || sellerIds !== undefined) return undefined
  return ledBy(isOfSellers('lead.seller_id', [asked]), { filters: { seller: anyRow } }, isByTime && !isSoonerFound)
}

type More<Row extends { id: string }, Item> = Partial<Pick<ListSource<Row, Item>, 'filters' | 'sorts' | 'views'>>

/** What few purchases have: the index that knows it has them in their order. */
const foundSooner = ['query', 'buyerId', 'importRunId']

function rowsLedBy<Row>(
  rows: SelectQueryBuilder<DB, 'purchase', Row>,
  { tenantId }: ReadTx,
  condition: RawBuilder<boolean>,
) {
  return rows
    .innerJoin('order as lead', (join) =>
      join.onRef('lead.tenant_id', '=', 'purchase.tenant_id').onRef('lead.purchase_id', '=', 'purchase.id'),
    )
    .where(sql<boolean>`lead.tenant_id = ${tenantId} and ${condition}`)
}

const lead = (column: string) => () => sql.ref(`lead.${column}`)
const anyRow: Clause<never> = { where: () => sql<boolean>`true` }

type Condition = (part: string, sight: Pick<Sight, 'now'>) => RawBuilder<boolean>

/** The statuses are written out, since a partial index is recognised by its words. */
const unshipped = sql.join(unshippedStatuses.map((status) => sql.lit(status)))
/** What makes a part be listed by the views that are about parts. */
export const partConditions: Record<'to_accept' | 'late', Condition> = {
  to_accept: (part) => sql<boolean>`${sql.ref(`${part}.status`)} = 'placed'
    and ${sql.ref(`${part}.payment_status`)} = any('{authorized,paid}'::text[])`,
  late: (part, { now }) => sql<boolean>`${sql.ref(`${part}.ship_by`)} < ${now}
    and ${sql.ref(`${part}.status`)} in (${unshipped})`,
}

/** The first part of its purchase that is so and that the reader may see: a purchase is listed once. */
function isFirst(isListed: Condition, sight: Sight): RawBuilder<boolean> {
  const { tenantId, sellerIds } = sight
  return sql`${isListed('lead', sight)} and ${isOfSellers('lead.seller_id', sellerIds)} and not exists (
    select from "order" earlier
    where earlier.tenant_id = ${tenantId} and earlier.purchase_id = lead.purchase_id and earlier.position < lead.position
      and ${isListed('earlier', sight)} and ${isOfSellers('earlier.seller_id', sellerIds)})`
}

const placedWithLead = {
  sorts: { placedAt: { by: lead('placed_at'), type: 'timestamptz' } },
  filters: { placed: lead('placed_at') },
} as const

/** To somebody of one seller a purchase is what their part of it is. */
const ofOneSeller = {
  sorts: { total: { by: lead('payable_amount'), type: 'bigint' } },
  filters: {
    payment: lead('payment_status'),
    fulfilment: lead('status'),
    total: { amount: lead('payable_amount'), currency: lead('currency') },
    seller: { where: (sellerId: string) => isOfSellers('lead.seller_id', [sellerId]) },
  },
  views: {
    to_accept: (sight: Sight) => partConditions.to_accept('lead', sight),
    late: (sight: Sight) => partConditions.late('lead', sight),
  },
} as const
