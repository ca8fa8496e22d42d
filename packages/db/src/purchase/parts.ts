import { progress, unshippedStatuses } from '@mainstay/domain/order/fulfilment'
import { givenBack, kept, withoutMoney } from '@mainstay/domain/purchase/parts'
import { PaymentStatus } from '@mainstay/domain/purchase/purchase'
import { type RawBuilder, sql } from 'kysely'
import { isOfSellers } from '../list/of-sellers.ts'
import type { Sight } from '../list/source.ts'

/** Whose parts of which tenant. */
type Seen = Pick<Sight, 'tenantId' | 'sellerIds'>

/** Purchases with a part of that kind which the reader may see. */
export function hasPart(
  { tenantId, sellerIds }: Seen,
  condition: RawBuilder<unknown> = sql`true`,
  id = 'purchase.id',
): RawBuilder<boolean> {
  return sql`${sql.ref(id)} in (select part.purchase_id from "order" part
    where part.tenant_id = ${tenantId} and ${isSeen(sellerIds)} and ${condition})`
}

/** Whether the reader may see `part`. */
export function isSeen(sellerIds: Seen['sellerIds']): RawBuilder<boolean> {
  return isOfSellers('part.seller_id', sellerIds)
}

/**
 * Parts of such a kind are few: in another order than theirs they are collected first, because walking all purchases would
 * read nearly all, and how few they are the planner cannot tell.
 */
export function isCollected(condition: RawBuilder<boolean>, { tenantId, sellerIds }: Seen): RawBuilder<boolean> {
  return sql`purchase.id = any(array(
    select part.purchase_id from "order" part
    where part.tenant_id = ${tenantId} and ${condition} and ${isSeen(sellerIds)}
  ))`
}

/** Whether a part of that name is so. */
export type ListedPart = (part: string, sight: Pick<Sight, 'now'>) => RawBuilder<boolean>

/** The statuses are written out, since a partial index is recognised by its words. */
const unshipped = sql.join(unshippedStatuses.map((status) => sql.lit(status)))
/** What makes a part be listed by the views that are about parts. */
export const listedParts: Record<'to_accept' | 'late', ListedPart> = {
  to_accept: (part) => sql<boolean>`${sql.ref(`${part}.status`)} = 'placed'
    and ${sql.ref(`${part}.payment_status`)} = any('{authorized,paid}'::text[])`,
  late: (part, { now }) => sql<boolean>`${sql.ref(`${part}.ship_by`)} < ${now}
    and ${sql.ref(`${part}.status`)} in (${unshipped})`,
}

/**
 * What the parts of each purchase that the reader may see are together, as `statusesOfParts` has it. All of it is in the
 * index of a seller's parts; what is not asked for is not reckoned.
 */
export function partsTogether({ tenantId, sellerIds }: Seen) {
  return sql<object>`(select part.purchase_id, part.placed_at, min(part.currency) as currency,
      sum(part.payable_amount)::bigint as payable_amount,
      ${paymentTogether} as payment_status, ${fulfilmentTogether} as fulfilment_status
    from "order" part
    where part.tenant_id = ${tenantId} and ${isSeen(sellerIds)}
    group by part.placed_at, part.purchase_id)`
}

function textsOf(values: readonly string[]): RawBuilder<string[]> {
  return sql`array[${sql.join(values.map((value) => sql.lit(value)))}]::text[]`
}

/** Each way a part can be paid is a bit, so that those of a purchase are one number. */
const bitOf = (status: PaymentStatus) => 1 << PaymentStatus.options.indexOf(status)
const mask = sql`case part.payment_status ${sql.join(
  PaymentStatus.options.map((status) => sql`when ${sql.lit(status)} then ${sql.lit(bitOf(status))}`),
  sql` `,
)} end`

// Of the parts that count before others: those with money in them, else those that are live, else all.
const found = sql`coalesce(
  bit_or(${mask}) filter (where part.payable_amount > 0
    and (part.status <> 'canceled' or part.payment_status <> all(${textsOf(withoutMoney)}))),
  bit_or(${mask}) filter (where part.status <> 'canceled'),
  bit_or(${mask}))`

const has = (...statuses: readonly PaymentStatus[]) =>
  sql`${found} & ${sql.lit(statuses.reduce((bits, status) => bits | bitOf(status), 0))} > 0`

const paymentTogether = sql`case
  when ${found} = ${sql.lit(bitOf('paid'))} then 'paid'
  when ${has('unknown')} then 'unknown'
  when ${has(...givenBack)} then case
    when ${has(...kept)} then 'partially_refunded'
    when not (${has('refunded', 'payment_returned')}) then 'charged_back'
    when ${has('refunded', 'charged_back')} then 'refunded'
    else 'payment_returned' end
  when ${has('paid', 'partially_paid')} then 'partially_paid'
  when ${has('authorized')} then 'authorized'
  when ${has('failed')} then 'failed'
  else 'unpaid' end`

const steps = textsOf(progress)
const shipped = sql`array_position(${steps}, 'shipped')`
const step = sql`array_position(${steps}, part.status)`
const fulfilmentTogether = sql`case
  when bool_and(part.status = 'canceled') then 'canceled'
  when bool_or(part.status = 'on_hold') then 'on_hold'
  when min(${step}) < ${shipped} and max(${step}) >= ${shipped} then 'partially_shipped'
  else (${steps})[min(${step})] end`
