import { progress } from '@mainstay/domain/order/fulfilment'
import { givenBack, kept, withoutMoney } from '@mainstay/domain/purchase/parts'
import type { FulfilmentStatus, PaymentStatus } from '@mainstay/domain/purchase/purchase'
import { type RawBuilder, sql } from 'kysely'
import { isOfSellers } from '../list/of-sellers.ts'
import type { Sight } from '../list/source.ts'

/** Whose parts of which tenant. */
type Seen = Pick<Sight, 'tenantId' | 'sellerIds'>

/** Purchases with a part of that kind which the reader may see. */
export function hasPart(
  { tenantId, sellerIds }: Seen,
  condition: RawBuilder<unknown> = sql`true`,
): RawBuilder<boolean> {
  return sql`purchase.id in (select part.purchase_id from "order" part
    where part.tenant_id = ${tenantId} and ${isSeen(sellerIds)} and ${condition})`
}

/** Whether the reader may see `part`. */
export function isSeen(sellerIds: Seen['sellerIds']): RawBuilder<boolean> {
  return isOfSellers('part.seller_id', sellerIds)
}

/** To somebody of some sellers, what their parts come to: the whole would tell them what the others sold. */
export function totalSeen(seen: Seen) {
  if (seen.sellerIds === undefined) return sql.ref('purchase.total_amount')
  return sql`(select sum(part.payable_amount)::bigint from ${partsSeen(seen)})`
}

/**
 * Purchases whose payment is that to the reader: to somebody of some sellers, as `statusesOfParts` has it of their parts.
 * Rows that cannot be are left out first, by a condition that needs no look at all parts of each.
 */
export function isPayment(status: PaymentStatus, seen: Seen): RawBuilder<boolean> {
  if (seen.sellerIds === undefined) return sql`purchase.payment_status = ${sql.lit(status)}`
  const possible = hasPart(seen, sql`part.payment_status = any(${[...paymentsWithin(status)]}::text[])`)
  return sql`${possible} and ${paymentSeen(seen)} = ${status}`
}

/** The same of its goods. */
export function isFulfilment(status: FulfilmentStatus, seen: Seen): RawBuilder<boolean> {
  if (seen.sellerIds === undefined) return sql`purchase.fulfilment_status = ${sql.lit(status)}`
  const sent = progress.slice(progress.indexOf('shipped'))
  const possible = hasPart(seen, sql`part.status = any(${status === 'partially_shipped' ? sent : [status]}::text[])`)
  return sql`${possible} and ${fulfilmentSeen(seen)} = ${status}`
}

/** What parts are among those of a purchase that is paid so. */
function paymentsWithin(status: PaymentStatus): readonly PaymentStatus[] {
  if (status === 'partially_paid') return ['partially_paid', 'paid']
  return status === 'partially_refunded' || status === 'refunded' ? givenBack : [status]
}

function paymentSeen(seen: Seen) {
  // Of the parts that count before others: those with money in them, else those that are live, else all.
  return sql`(select case
      when cardinality(found) = 1 then found[1]
      when ${has('unknown')} then 'unknown'
      when ${has(...givenBack)} then case
        when ${has(...kept)} then 'partially_refunded'
        when not ${has('refunded', 'payment_returned')} then 'charged_back'
        when ${has('refunded', 'charged_back')} then 'refunded'
        else 'payment_returned' end
      when ${has('paid', 'partially_paid')} then 'partially_paid'
      when ${has('authorized')} then 'authorized'
      when ${has('failed')} then 'failed'
      else 'unpaid' end
    from (
      select array_agg(distinct ranked.payment_status) as found
      from (
        select part.payment_status, rank() over (order by case
          when part.payable_amount > 0
            and (part.status <> 'canceled' or part.payment_status <> all(${textsOf(withoutMoney)})) then 0
          when part.status <> 'canceled' then 1
          else 2 end) as place
        from ${partsSeen(seen)}
      ) ranked
      where ranked.place = 1
    ) counting)`
}

function has(...statuses: readonly PaymentStatus[]): RawBuilder<boolean> {
  return sql`found && ${textsOf(statuses)}`
}

function fulfilmentSeen(seen: Seen) {
  const steps = textsOf(progress)
  const shipped = sql`array_position(${steps}, 'shipped')`
  return sql`(select case
      when not coalesce(bool_or(status <> 'canceled'), false) then 'canceled'
      when bool_or(status = 'on_hold') then 'on_hold'
      when min(step) < ${shipped} and max(step) >= ${shipped} then 'partially_shipped'
      else (${steps})[min(step)] end
    from (select part.status, array_position(${steps}, part.status) as step from ${partsSeen(seen)}) steps)`
}

/** What follows `from`: the parts of the purchase of this row. */
function partsSeen({ tenantId, sellerIds }: Seen) {
  return sql`"order" part
    where part.tenant_id = ${tenantId} and part.purchase_id = purchase.id and ${isSeen(sellerIds)}`
}

function textsOf(values: readonly string[]): RawBuilder<string[]> {
  return sql`array[${sql.join(values.map((value) => sql.lit(value)))}]::text[]`
}
