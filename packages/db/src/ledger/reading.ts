import { type AccountRef, accountRule, isAccountKind } from '@mainstay/domain/ledger/account'
import type { LedgerEntry } from '@mainstay/domain/ledger/explanation'
import { sumOf } from '@mainstay/domain/money/sum'
import type { ReadTx } from '../postgres/client.ts'
import { statement } from '../postgres/statement.ts'
import { accountId } from './ledger.ts'

type Side = LedgerEntry['postings'][number]

/** An entry, and the row whose change it books. */
export type SourcedEntry = LedgerEntry & { source: { type: string; id: string } }

/** The entries of a purchase, or of one seller's order, oldest first, with the names of the sellers and buyers in them. */
export async function entriesOf(tx: ReadTx, of: { purchaseId: string } | { orderId: string }): Promise<SourcedEntry[]> {
  const [column, id] =
    'purchaseId' in of ? (['purchase_id', of.purchaseId] as const) : (['order_id', of.orderId] as const)
  const entries = await tx
    .selectFrom('journal_entry')
    .select([
      'id',
      'kind',
      'effect_key',
      'order_id',
      'source_type',
      'source_id',
      'occurred_at',
      'posted_at',
      'account_ids',
      'amounts',
    ])
    .where('tenant_id', '=', tx.tenantId)
    .where(column, '=', id)
    // Not by the time: a transaction that began first may have waited for the order and booked last.
    .orderBy('position', (nulls) => nulls.asc().nullsFirst())
    .orderBy('posted_at')
    .orderBy('id')
    .execute()
  const sides = await sidesById(tx, [...new Set(entries.flatMap(({ account_ids }) => account_ids))])

  return entries.map((entry) => ({
    id: entry.id,
    kind: entry.kind,
    effectKey: entry.effect_key,
    orderId: entry.order_id,
    source: { type: entry.source_type, id: entry.source_id },
    occurredAt: entry.occurred_at,
    postedAt: entry.posted_at,
    postings: entry.account_ids.map((account, index) => {
      const side = sides.get(account)
      const amount = entry.amounts[index]
      if (side === undefined || amount === undefined) throw new Error(`entry ${entry.id} names no account ${account}`)
      return { ...side, amount }
    }),
  }))
}

async function sidesById(tx: ReadTx, accountIds: string[]): Promise<Map<string, Omit<Side, 'amount'>>> {
  const accounts = await tx
    .selectFrom('account')
    .select(['id', 'kind', 'owner'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', (eb) => eb.fn.any(eb.val(accountIds)))
    .execute()
  const ownersOf = (owner: 'seller' | 'buyer') =>
    accounts.filter(({ kind }) => isAccountKind(kind) && accountRule(kind).owner === owner).map(({ owner: id }) => id)

  const [sellers, buyers] = await Promise.all([
    namesOf(tx, 'seller', ownersOf('seller')),
    namesOf(tx, 'buyer', ownersOf('buyer')),
  ])
  const names = new Map([...sellers, ...buyers].map(({ id, name }) => [id, name]))
  return new Map(
    accounts.map(({ id, kind, owner }) => [id, { account: kind, owner, ownerName: names.get(owner) ?? null }]),
  )
}

async function namesOf(tx: ReadTx, table: 'seller' | 'buyer', ids: string[]): Promise<{ id: string; name: string }[]> {
  if (ids.length === 0) return []
  return tx
    .selectFrom(table)
    .select(['id', 'name'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', (eb) => eb.fn.any(eb.val(ids)))
    .execute()
}

/** The balance of one account in minor units, debit positive; an account never posted to has zero. */
export async function balanceOf(tx: ReadTx, account: AccountRef, currency: string): Promise<number> {
  const rows = await tx
    .selectFrom('account_balance')
    .select('balance')
    .where('tenant_id', '=', tx.tenantId)
    .where('account_id', '=', accountId(tx.tenantId, account, currency))
    .execute()
  return sumOf(rows, ({ balance }) => balance)
}

export type BalanceDifference = { accountId: string; balance: number; posted: number }

/** Accounts whose balance is not the sum of their postings. None, or the books are wrong: `proveLedger` looks further. */
export function balanceDifferences(tx: ReadTx): Promise<BalanceDifference[]> {
  return selectDifferences(tx, [tx.tenantId])
}

const selectDifferences = statement(
  { accountId: 'uuid', balance: 'bigint', posted: 'bigint' },
  `with posted as (
     select account_id, sum(amount)::bigint as amount from posting where tenant_id = $1 group by account_id
   ),
   kept as (
     select account_id, sum(balance)::bigint as amount from account_balance where tenant_id = $1 group by account_id
   )
   select account_id as "accountId", coalesce(kept.amount, 0) as balance, coalesce(posted.amount, 0) as posted
   from posted full join kept using (account_id)
   where coalesce(kept.amount, 0) <> coalesce(posted.amount, 0)
   order by account_id`,
)
