import { dayAfter, dayAt, endOfDay, startOfDay } from '@mainstay/domain/list/day'
import { countedMax, countedOfDayMax } from '@mainstay/domain/overview/bounds'
import type { Concern, Overview } from '@mainstay/domain/overview/overview'
import type { WorkItemKind } from '@mainstay/domain/work-item/kind'
import type { ReadTx } from '../postgres/client.ts'
import { known, statement } from '../postgres/statement.ts'
import { countWorkItems } from '../work-item/work-item.ts'

/** In the tenant's own calendar and currency. */
export type Calendar = { now: Date; days: number; timeZone: string; currency: string }

export async function sumUpWork(
  tx: ReadTx,
  { memberId, now }: { memberId: string; now: Date },
): Promise<NonNullable<Overview['work']>> {
  const [counts, kinds] = await Promise.all([
    countWorkItems(tx, { memberId, now }),
    workByKind(tx, [tx.tenantId, now, countedMax]),
  ])
  return { counts, kinds: kinds.map(({ soonest_due_at, ...kind }) => ({ ...kind, soonestDueAt: soonest_due_at })) }
}

const workByKind = statement(
  { kind: known<WorkItemKind>('text'), open: 'int', late: 'int', soonest_due_at: 'timestamptz?' },
  `select kind, count(*)::int as open, (count(*) filter (where due_at < $2))::int as late, min(due_at) as soonest_due_at
   from (select kind, due_at from work_item
     where tenant_id = $1 and status = 'open' and (snoozed_until is null or snoozed_until <= $2)
     order by due_at limit $3) soonest
   group by kind order by min(due_at)`,
)

export async function sumUpApprovals(tx: ReadTx, now: Date): Promise<NonNullable<Overview['approvals']>> {
  const [row] = await openApprovals(tx, [tx.tenantId, now, countedMax])
  return { open: row?.open ?? 0, late: row?.late ?? 0, soonestDueAt: row?.soonest_due_at ?? null }
}

const openApprovals = statement(
  { open: 'int', late: 'int', soonest_due_at: 'timestamptz?' },
  `select count(*)::int as open, (count(*) filter (where due_at < $2))::int as late, min(due_at) as soonest_due_at
   from (select due_at from approval where tenant_id = $1 and status = 'open' order by due_at limit $3) soonest`,
)

/** As the list of late orders has them. */
export async function countLateOrders(tx: ReadTx, now: Date): Promise<number> {
  const [row] = await lateOrders(tx, [tx.tenantId, now, countedMax])
  return row?.count ?? 0
}

const lateOrders = statement(
  { count: 'int' },
  `select count(distinct purchase_id)::int as count
   from (select purchase_id from "order"
     where tenant_id = $1 and status in ('placed', 'accepted', 'in_fulfilment') and ship_by < $2
     order by placed_at limit $3) late`,
)

export function sumUpOrders(tx: ReadTx, calendar: Calendar): Promise<NonNullable<Overview['orders']>> {
  return ordersByDay(tx, byDay(tx, calendar))
}

export function sumUpMoney(tx: ReadTx, calendar: Calendar): Promise<NonNullable<Overview['money']>> {
  return moneyByDay(tx, byDay(tx, calendar))
}

// A day begins when it does where the tenant is, as in the filters of a list: PostgreSQL takes the second of two midnights.
function byDay(tx: ReadTx, { now, days, timeZone, currency }: Calendar): unknown[] {
  const today = dayAt(now, timeZone)
  const known = Array.from({ length: days }, (_, ago) => {
    const day = dayAfter(today, -ago)
    const [starts, ends] = [startOfDay(day, timeZone), endOfDay(day, timeZone)]
    return starts && ends ? [{ day, starts, ends }] : []
  }).flat()
  return [
    tx.tenantId,
    known.map(({ day }) => day),
    known.map(({ starts }) => starts),
    known.map(({ ends }) => ends),
    currency,
    countedOfDayMax,
  ]
}

const daysText = `
  select day, starts, ends from unnest($2::text[], $3::timestamptz[], $4::timestamptz[]) as known (day, starts, ends)`

const ordersByDay = statement(
  { day: 'text', count: 'int', total: 'bigint' },
  `select day, placed.count, placed.total
   from (${daysText}) days
   cross join lateral (
     select count(*)::int as count, coalesce(sum(total_amount) filter (where currency = $5), 0)::bigint as total
     from (select total_amount, currency from purchase
       where tenant_id = $1 and placed_at >= starts and placed_at < ends limit $6) of_day) placed
   order by day`,
)

// What buyers paid for what they ordered that day, and what was paid back on what was asked for that day: by the days the
// indexes of both tables have. The ledger has no index by time, since every purchase would pay for it.
const moneyByDay = statement(
  { day: 'text', in: 'bigint', out: 'bigint' },
  `select day, received.amount as "in", paid_back.amount as out
   from (${daysText}) days
   cross join lateral (
     select coalesce(sum(captured), 0)::bigint as amount
     from (select captured from payment
       where tenant_id = $1 and status = any('{captured,partially_captured}'::text[])
         and created_at >= starts and created_at < ends and currency = $5 limit $6) of_day) received
   cross join lateral (
     select coalesce(sum(amount), 0)::bigint as amount
     from (select amount from refund
       where tenant_id = $1 and status = 'succeeded' and requested_at >= starts and requested_at < ends
         and currency = $5 limit $6) of_day) paid_back
   order by day`,
)

/** What is in this person's hands, and what was decided since then on what they asked for; latest first. */
export async function listConcerns(
  tx: ReadTx,
  { memberId, since, limit }: { memberId: string; since: Date; limit: number },
): Promise<Concern[]> {
  const [assigned, decided] = await Promise.all([
    assignedTo(tx, [tx.tenantId, memberId, limit]),
    decidedFor(tx, [tx.tenantId, memberId, since, limit]),
  ])
  const concerns = [
    ...assigned.map(({ item_kind, due_at, ...item }) => ({
      kind: 'assigned' as const,
      ...item,
      itemKind: item_kind,
      dueAt: due_at,
    })),
    ...decided.map((decision) => ({ kind: 'decided' as const, ...decision })),
  ]
  return concerns.toSorted((a, b) => b.at.getTime() - a.at.getTime())
}

const assignedTo = statement(
  { id: 'uuid', item_kind: known<WorkItemKind>('text'), label: 'text', at: 'timestamptz', due_at: 'timestamptz' },
  `select id, kind as item_kind, subject_label as label, updated_at as at, due_at
   from work_item where tenant_id = $1 and owner_id = $2 and status = 'open'
   order by due_at limit $3`,
)

const decidedFor = statement(
  {
    id: 'uuid',
    label: 'text',
    at: known<Date>('timestamptz?'),
    status: known<'approved' | 'denied'>('text'),
    by: known<string>('text?'),
  },
  `select subject_id as id, subject_label as label, decided_at as at, decided_by_name as by,
     case status when 'approved' then 'approved' else 'denied' end as status
   from approval
   where tenant_id = $1 and requested_by = $2 and decided_at >= $3 and status in ('approved', 'rejected')
     and subject_type = 'refund'
   order by decided_at desc limit $4`,
)
