import { isAccountKind } from '@mainstay/domain/ledger/account'
import { accountName } from '@mainstay/domain/ledger/journal-entry'
import { findingsMax, type LedgerProof, type UnprovedBalance, type UnprovedEntry } from '@mainstay/domain/ledger/proof'
import type { SnapshotTx } from '../postgres/client.ts'
import { statement } from '../postgres/statement.ts'

/** Of entries, and of balances. A page is one statement, and what is kept of it is a sum an account and shard. */
const pageSize = 10_000
const first = '00000000-0000-0000-0000-000000000000'

type Sums = Map<string, { accountId: string; shard: number; posted: number }>

/**
 * Whether the books of the tenant are right: every entry sums to zero and has exactly the postings it says, every balance
 * is the sum of its postings. All of it as it was at one moment, page by page: however many entries there are, a statement
 * reads a page of them, and memory holds a sum for each account.
 */
export async function proveLedger(tx: SnapshotTx, size = pageSize): Promise<LedgerProof> {
  const sums: Sums = new Map()
  const sides: UnprovedEntry[] = []
  let entries = 0
  for (let after = first; ; ) {
    const [page] = await selectPage(tx, [tx.tenantId, after, size])
    const last = page?.last ?? undefined
    if (page === undefined || last === undefined) break
    const range = [tx.tenantId, after, last]
    entries += page.entries
    for (const { accountId, shard, posted } of await selectPosted(tx, range)) add(sums, { accountId, shard, posted })
    if (sides.length < findingsMax) {
      const found = await selectUnprovedEntries(tx, [...range, findingsMax - sides.length])
      sides.push(...found.map((side) => ({ ...side, account: side.kind && nameOf(side.kind, side.owner ?? '') })))
    }
    after = last
  }
  return { entries, balances: await unprovedBalances(tx, { sums, size }), sides }
}

/** Each balance is taken off the sum of its postings; what is left of any is a difference. */
async function unprovedBalances(
  tx: SnapshotTx,
  { sums, size }: { sums: Sums; size: number },
): Promise<UnprovedBalance[]> {
  const wrong: { accountId: string; shard: number; expected: number; found: number }[] = []
  for (let after = { accountId: first, shard: 0 }; ; ) {
    const page = await selectBalances(tx, [tx.tenantId, after.accountId, after.shard, size])
    for (const { accountId, shard, balance: found } of page) {
      const key = `${accountId} ${shard}`
      const expected = sums.get(key)?.posted ?? 0
      sums.delete(key)
      if (found !== expected) wrong.push({ accountId, shard, expected, found })
    }
    const last = page.at(-1)
    if (last === undefined || page.length < size) break
    after = last
  }
  for (const { accountId, shard, posted } of sums.values())
    if (posted !== 0) wrong.push({ accountId, shard, expected: posted, found: 0 })

  const shown = wrong.slice(0, findingsMax)
  const accounts = await selectAccounts(tx, [tx.tenantId, shown.map(({ accountId }) => accountId)])
  const byId = new Map(accounts.map((account) => [account.id, account]))
  return shown.map((each) => {
    const { kind = 'an account that is not there', owner = '', currency = '' } = byId.get(each.accountId) ?? {}
    return { ...each, account: nameOf(kind, owner), currency }
  })
}

function add(sums: Sums, { accountId, shard, posted }: { accountId: string; shard: number; posted: number }): void {
  const key = `${accountId} ${shard}`
  sums.set(key, { accountId, shard, posted: (sums.get(key)?.posted ?? 0) + posted })
}

function nameOf(kind: string, owner: string): string {
  return isAccountKind(kind) && owner !== '' ? accountName({ kind, owner }) : kind
}

const selectPage = statement(
  { entries: 'int', last: 'uuid?' },
  `select count(*)::int as entries, (array_agg(id order by id desc))[1] as last
   from (select id from journal_entry where tenant_id = $1 and id > $2 order by id limit $3) page`,
)

const selectPosted = statement(
  { accountId: 'uuid', shard: 'int', posted: 'bigint' },
  `select account_id as "accountId", shard, sum(amount)::bigint as posted
   from posting where tenant_id = $1 and entry_id > $2 and entry_id <= $3 group by account_id, shard`,
)

const selectUnprovedEntries = statement(
  {
    entryId: 'uuid',
    effectKey: 'text',
    kind: 'text?',
    owner: 'text?',
    currency: 'text',
    expected: 'bigint',
    found: 'bigint',
  },
  `with entry as (
     select id, effect_key, currency, account_ids, amounts from journal_entry where tenant_id = $1 and id > $2 and id <= $3
   ),
   told as (
     select entry.id as entry_id, side.account_id, side.amount
     from entry cross join lateral unnest(entry.account_ids, entry.amounts) side (account_id, amount)
   ),
   posted as (
     select entry_id, account_id, amount from posting where tenant_id = $1 and entry_id > $2 and entry_id <= $3
   ),
   unproved as (
     select entry_id, account_id, coalesce(told.amount, 0) as expected, coalesce(posted.amount, 0) as found
     from told full join posted using (entry_id, account_id)
     where told.amount is distinct from posted.amount
     union all
     select id, null, 0, app.sum_int8(amounts) from entry where app.sum_int8(amounts) <> 0
   )
   select entry.id as "entryId", entry.effect_key as "effectKey", account.kind, account.owner, entry.currency,
     unproved.expected, unproved.found
   from unproved
   join entry on entry.id = unproved.entry_id
   left join account on account.tenant_id = $1 and account.id = unproved.account_id
   order by entry.id, account.kind nulls first, account.owner limit $4`,
)

const selectBalances = statement(
  { accountId: 'uuid', shard: 'int', balance: 'bigint' },
  `select account_id as "accountId", shard, balance from account_balance
   where tenant_id = $1 and (account_id, shard) > ($2::uuid, $3::int) order by account_id, shard limit $4`,
)

const selectAccounts = statement(
  { id: 'uuid', kind: 'text', owner: 'text', currency: 'text' },
  'select id, kind, owner, currency from account where tenant_id = $1 and id = any ($2)',
)
