import type { Act } from '@mainstay/domain/command/act'
import { type AccountRef, accountRule, accountShard } from '@mainstay/domain/ledger/account'
import { accountName, type JournalEntry } from '@mainstay/domain/ledger/journal-entry'
import { v5 as nameBasedId, v7 as newId } from 'uuid'
import { actorId } from '../audit/audit.ts'
import type { Tx } from '../postgres/client.ts'
import { statement } from '../postgres/statement.ts'

/** What the journal keeps beside the entry itself. */
export type PostingContext = {
  purchaseId?: string | undefined
  /** Instead, where the entries are of several purchases: the purchase of each order. */
  purchaseIdByOrder?: ReadonlyMap<string, string> | undefined
  approvalId?: string | undefined
  externalRef?: string | undefined
}

type Booking = { id: string; entry: JournalEntry; act: Act; context: PostingContext }
type Side = { entryId: string; accountId: string; account: AccountRef; currency: string; shard: number }

// By what all of a transaction share, whoever's act it is.
const bookingsOf = new WeakMap<Tx['beforeCommit'], Booking[]>()

/**
 * Books the entries and moves the balances of their accounts when the transaction ends; an entry whose effect key is
 * booked already changes nothing. A balance that would cross its floor, or an entry that is not balanced, fails the
 * transaction. However many parts of a transaction post, its balances are the last rows it locks, all at once and in
 * one order: nobody holds one of them while it waits for anything else.
 */
export function postEntries(tx: Tx, entries: readonly JournalEntry[], context: PostingContext): void {
  if (entries.length === 0) return
  const added = entries.map((entry) => ({ id: newId(), entry, act: tx.act, context }))
  const waiting = bookingsOf.get(tx.beforeCommit)
  if (waiting !== undefined) {
    waiting.push(...added)
    return
  }
  bookingsOf.set(tx.beforeCommit, added)
  tx.beforeCommit(() => {
    bookingsOf.delete(tx.beforeCommit)
    return bookAll(tx, added)
  })
}

async function bookAll(tx: Tx, bookings: readonly Booking[]): Promise<void> {
  const sides = bookings.flatMap(({ id, entry }) => sidesOf(tx.tenantId, id, entry))
  const [, , , booked] = await Promise.all([
    openAccounts(tx, sides),
    openBalances(tx, sides),
    lockBalances(tx, sides),
    book(tx, bookings, sides),
  ])

  const reversed = new Map(booked.map(({ id, reverses_id }) => [id, reverses_id]))
  for (const { id, entry } of bookings) {
    if (entry.reversesKey !== undefined && reversed.get(id) === null)
      throw new Error(`entry ${entry.effectKey} reverses ${entry.reversesKey}, which is not booked`)
  }
}

/** Derived from what the account is, so that no two transactions can open it twice and none has to look it up. */
export function accountId(tenantId: string, account: AccountRef, currency: string): string {
  return nameBasedId(`${currency} ${accountName(account)}`, tenantId)
}

function sidesOf(tenantId: string, entryId: string, entry: JournalEntry): Side[] {
  return entry.postings.map(({ account }) => ({
    entryId,
    accountId: accountId(tenantId, account, entry.currency),
    account,
    currency: entry.currency,
    shard: accountRule(account.kind).sharded ? accountShard(entry.orderId ?? entryId) : 0,
  }))
}

async function openAccounts(tx: Tx, sides: readonly Side[]): Promise<void> {
  await insertAccounts(tx, [
    tx.tenantId,
    sides.map((side) => side.accountId),
    sides.map((side) => side.account.kind),
    sides.map((side) => side.account.owner ?? ''),
    sides.map((side) => side.currency),
  ])
}

const insertAccounts = statement(
  {},
  `insert into account (tenant_id, id, kind, owner, currency)
   select $1, id, kind, owner, currency
   from (select distinct * from unnest($2::uuid[], $3::text[], $4::text[], $5::char(3)[]) a (id, kind, owner, currency)) a
   order by id
   on conflict do nothing`,
)

async function openBalances(tx: Tx, sides: readonly Side[]): Promise<void> {
  await insertBalances(tx, [
    tx.tenantId,
    sides.map((side) => side.accountId),
    sides.map((side) => side.shard),
    sides.map((side) => side.account.kind),
  ])
}

const insertBalances = statement(
  {},
  `insert into account_balance (tenant_id, account_id, shard, kind)
   select $1, account_id, shard, kind
   from (select distinct * from unnest($2::uuid[], $3::smallint[], $4::text[]) b (account_id, shard, kind)) b
   order by account_id, shard
   on conflict do nothing`,
)

async function lockBalances(tx: Tx, sides: readonly Side[]): Promise<void> {
  await selectBalances(tx, [tx.tenantId, sides.map((side) => side.accountId), sides.map((side) => side.shard)])
}

const selectBalances = statement(
  {},
  `select from account_balance b
   join (select distinct * from unnest($2::uuid[], $3::smallint[]) s (account_id, shard)) s
     on b.account_id = s.account_id and b.shard = s.shard
   where b.tenant_id = $1
   order by b.account_id, b.shard
   for no key update of b`,
)

/** Entry, postings and balances in one statement, the postings from the very arrays whose sum the entry is checked by. */
function book(
  tx: Tx,
  bookings: readonly Booking[],
  sides: readonly Side[],
): Promise<{ id: string; reverses_id: string | null }[]> {
  const idByKey = new Map(bookings.map(({ id, entry }) => [entry.effectKey, id]))
  const rows = bookings.map(({ id, entry, act, context }, place) => ({
    id,
    place,
    kind: entry.kind,
    effect_key: entry.effectKey,
    currency: entry.currency,
    account_ids: entry.postings.map(({ account }) => accountId(tx.tenantId, account, entry.currency)),
    amounts: entry.postings.map(({ amount }) => amount),
    source_type: entry.sourceType,
    source_id: entry.sourceId,
    order_id: entry.orderId,
    seller_id: entry.sellerId,
    purchase_id: (entry.orderId && context.purchaseIdByOrder?.get(entry.orderId)) ?? context.purchaseId,
    occurred_at: entry.occurredAt,
    reverses_key: entry.reversesKey,
    reverses_id: entry.reversesKey && idByKey.get(entry.reversesKey),
    approval_id: context.approvalId,
    run_id: act.runId,
    external_ref: context.externalRef,
    actor_type: act.actor.type,
    actor_id: actorId(act.actor),
  }))

  return insertEntries(tx, [
    tx.tenantId,
    JSON.stringify(rows),
    sides.map((side) => side.entryId),
    sides.map((side) => side.accountId),
    sides.map((side) => side.shard),
  ])
}

const insertEntries = statement(
  { id: 'uuid', reverses_id: 'uuid?' },
  `with entry as (
     insert into journal_entry (tenant_id, id, kind, effect_key, currency, account_ids, amounts, source_type, source_id,
       order_id, seller_id, occurred_at, effective_date, reverses_id, purchase_id, approval_id, run_id, external_ref,
       actor_type, actor_id)
     select $1, e.id, e.kind, e.effect_key, e.currency, e.account_ids, e.amounts, e.source_type, e.source_id,
       e.order_id, e.seller_id, e.occurred_at, (e.occurred_at at time zone (select time_zone from tenant where id = $1))::date,
       coalesce((select id from journal_entry where tenant_id = $1 and effect_key = e.reverses_key), e.reverses_id),
       e.purchase_id, e.approval_id, e.run_id, e.external_ref, e.actor_type, e.actor_id
     from jsonb_to_recordset($2) as e (id uuid, place int, kind text, effect_key text, currency char(3), account_ids uuid[],
       amounts bigint[], source_type text, source_id text, order_id uuid, seller_id uuid, purchase_id uuid, occurred_at timestamptz,
       reverses_key text, reverses_id uuid, approval_id uuid, run_id uuid, external_ref text, actor_type text, actor_id uuid)
     order by e.place
     on conflict (tenant_id, effect_key) do nothing
     returning id, account_ids, amounts, reverses_id
   ),
   side as (
     insert into posting (tenant_id, entry_id, account_id, shard, amount)
     select $1, entry.id, s.account_id, s.shard, p.amount
     from entry
     cross join lateral unnest(entry.account_ids, entry.amounts) p (account_id, amount)
     join unnest($3::uuid[], $4::uuid[], $5::smallint[]) s (entry_id, account_id, shard)
       on s.entry_id = entry.id and s.account_id = p.account_id
     returning account_id, shard, amount
   ),
   moved as (
     update account_balance b set balance = b.balance + m.amount, version = b.version + 1
     from (select account_id, shard, sum(amount)::bigint as amount from side group by account_id, shard) m
     where b.tenant_id = $1 and b.account_id = m.account_id and b.shard = m.shard
     returning b.account_id
   )
   select id, reverses_id from entry`,
)
