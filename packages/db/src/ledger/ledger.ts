import type { Act } from '@mainstay/domain/command/act'
import { type AccountRef, accountRule, accountShard } from '@mainstay/domain/ledger/account'
import { type BookedEntry, isSameEntry, LedgerContradiction } from '@mainstay/domain/ledger/contradiction'
import { accountName, type JournalEntry } from '@mainstay/domain/ledger/journal-entry'
import { v5 as nameBasedId, v7 as newId } from 'uuid'
import { actorId } from '../audit/audit.ts'
import type { Tx } from '../postgres/client.ts'
import { known, statement } from '../postgres/statement.ts'
import { floorCrossed } from './floor.ts'

/** What the journal keeps beside the entry itself. */
export type PostingContext = {
  purchaseId?: string | undefined
  /** Instead, where the entries are of several purchases: the purchase of each order. */
  purchaseIdByOrder?: ReadonlyMap<string, string> | undefined
  approvalId?: string | undefined
  /** What moved the money at the provider: it makes one entry of a kind, or one for each order. */
  balanceTransaction?: { connection: string; reference: string } | undefined
  /** Any other thing of the provider that the entries are about. */
  externalRef?: string | undefined
}

type Booking = { id: string; entry: JournalEntry; act: Act; context: PostingContext }

// By what all of a transaction share, whoever's act it is.
const bookingsOf = new WeakMap<Tx['beforeCommit'], Booking[]>()

/**
 * Books the entries and moves the balances of their accounts when the transaction ends; an entry that is booked already
 * changes nothing. The transaction fails with a LedgerContradiction where something else is booked under its effect key,
 * with a FloorCrossed where a balance would cross its floor, and where an entry is not balanced. However many parts of a
 * transaction post, its balances are the last rows it locks, all at once and in one order: nobody holds one of them while
 * it waits for anything else.
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
    return book(tx, added)
  })
}

async function book(tx: Tx, bookings: readonly Booking[]): Promise<void> {
  const sides = bookings.flatMap(({ id, entry }) => sidesOf(tx.tenantId, id, entry))
  const notBooked = await bookEntries(tx, [
    tx.tenantId,
    JSON.stringify(entryRows(tx.tenantId, bookings)),
    sides.map((side) => side.entryId),
    sides.map((side) => side.accountId),
    sides.map((side) => side.kind),
    sides.map((side) => side.owner),
    sides.map((side) => side.currency),
    sides.map((side) => side.shard),
  ]).catch(floorCrossed)

  const byId = new Map(bookings.map((booking) => [booking.id, booking]))
  for (const { id, booked_id: bookedId, ...booked } of notBooked) {
    const told = byId.get(id)?.entry
    if (told === undefined) throw new Error(`entry ${id} was told by nobody`)
    if (id === bookedId) throw new Error(`entry ${told.effectKey} reverses ${told.reversesKey}, which is not booked`)
    if (!isSameEntry(booked, told)) throw new LedgerContradiction(booked, told)
  }
}

/** Derived from what the account is, so that no two transactions can open it twice and none has to look it up. */
export function accountId(tenantId: string, account: AccountRef, currency: string): string {
  return nameBasedId(`${currency} ${accountName(account)}`, tenantId)
}

function sidesOf(tenantId: string, entryId: string, { currency, orderId, postings }: JournalEntry) {
  return postings.map(({ account }) => ({
    entryId,
    accountId: accountId(tenantId, account, currency),
    kind: account.kind,
    owner: account.owner ?? '',
    currency,
    shard: accountRule(account.kind).sharded ? accountShard(orderId ?? entryId) : 0,
  }))
}

function entryRows(tenantId: string, bookings: readonly Booking[]) {
  const idByKey = new Map(bookings.map(({ id, entry }) => [entry.effectKey, id]))
  return bookings.map(({ id, entry, act, context }, place) => ({
    id,
    place,
    kind: entry.kind,
    effect_key: entry.effectKey,
    currency: entry.currency,
    account_ids: entry.postings.map(({ account }) => accountId(tenantId, account, entry.currency)),
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
    connection: context.balanceTransaction?.connection,
    external_ref: context.balanceTransaction?.reference ?? context.externalRef,
    actor_type: act.actor.type,
    actor_id: actorId(act.actor),
  }))
}

/** The one write of the books there is: packages/db/migrations/0057_booked_as_one.sql. */
const bookEntries = statement(
  {
    id: 'uuid',
    booked_id: 'uuid',
    kind: 'text',
    currency: 'text',
    postings: known<BookedEntry['postings']>('jsonb'),
  },
  'select id, booked_id, kind, currency, postings from app.book_entries($1, $2, $3, $4, $5, $6, $7, $8)',
)
