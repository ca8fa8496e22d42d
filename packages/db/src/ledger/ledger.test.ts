import { randomUUID } from 'node:crypto'
import { accountKinds, accountRule } from '@mainstay/domain/ledger/account'
import type { JournalEntry } from '@mainstay/domain/ledger/journal-entry'
import { withIds, workedExamples } from '@mainstay/domain/test/worked-example'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { createTenant, openSeller } from '../../test/story.ts'
import { writer } from '../../test/writer.ts'
import { inTenant, raw, readTenant } from '../postgres/client.ts'
import { postEntries } from './ledger.ts'
import { balanceDifferences, balanceOf, entriesOf } from './reading.ts'

const conflicts: string[] = []
let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase({ onConflict: (code) => conflicts.push(code) })
})
afterAll(() => database.close())

const post = (tenantId: string, ...entries: JournalEntry[]) =>
  inTenant(database.rw, writer(tenantId), async (tx) => postEntries(tx, entries, {}))

const booked = (tenantId: string) =>
  readTenant(database.ro, tenantId, async (tx) => {
    const rows = await tx.selectFrom('journal_entry').select('effect_key').where('tenant_id', '=', tenantId).execute()
    return rows.map((row) => row.effect_key).toSorted()
  })

const differences = (tenantId: string) => readTenant(database.ro, tenantId, balanceDifferences)

function capture(effectKey: string, orderId = randomUUID()): JournalEntry {
  return {
    kind: 'capture',
    effectKey,
    currency: 'EUR',
    occurredAt: new Date('2026-03-31T22:30:00Z'),
    orderId,
    sourceType: 'capture',
    sourceId: randomUUID(),
    postings: [
      { account: { kind: 'provider_clearing' }, amount: 1000 },
      { account: { kind: 'seller_pending', owner: 'A' }, amount: -900 },
      { account: { kind: 'commission_revenue' }, amount: -100 },
    ],
  }
}

test.each(workedExamples())('worked example $number, $title, leaves the printed balances', async ({ steps }) => {
  const tenantId = await createTenant(database.rw)
  const ids = new Map<string, string>()
  const idOf = (name: string) => {
    const id = ids.get(name) ?? randomUUID()
    ids.set(name, id)
    return id
  }
  for (const { title, entry, balances } of steps) {
    if (entry !== undefined) await post(tenantId, withIds(entry, idOf))
    expect(await printedBalances(tenantId, ids), title).toEqual(balances)
  }
  expect(await differences(tenantId)).toEqual([])
})

async function printedBalances(tenantId: string, ids: Map<string, string>): Promise<Record<string, number>> {
  const names = new Map([...ids].map(([name, id]) => [id, name]))
  const rows = await readTenant(database.ro, tenantId, (tx) =>
    raw<{ kind: string; owner: string; balance: number }>(
      tx,
      `select a.kind, a.owner, sum(b.balance)::bigint as balance from account a
       join account_balance b on b.tenant_id = a.tenant_id and b.account_id = a.id
       where a.tenant_id = $1 group by a.kind, a.owner having sum(b.balance) <> 0`,
      [tenantId],
    ),
  )
  return Object.fromEntries(
    rows.map(({ kind, owner, balance }) => [owner === '' ? kind : `${kind}:${names.get(owner) ?? owner}`, balance]),
  )
}

test('one fact reported by many at once is booked once', async () => {
  const tenantId = await createTenant(database.rw)
  const fact = capture('capture:c1:o1')
  await Promise.all(Array.from({ length: 8 }, () => post(tenantId, fact)))
  expect(await booked(tenantId)).toEqual([fact.effectKey])
  const balance = await readTenant(database.ro, tenantId, (tx) => balanceOf(tx, { kind: 'provider_clearing' }, 'EUR'))
  expect(balance).toBe(1000)
  expect(await differences(tenantId)).toEqual([])
})

test('a fact named twice in one batch is booked once', async () => {
  const tenantId = await createTenant(database.rw)
  await post(tenantId, capture('capture:c1:o1'), capture('capture:c1:o1'))
  expect(await booked(tenantId)).toEqual(['capture:c1:o1'])
  expect(await differences(tenantId)).toEqual([])
})

test('entries that move the same accounts from all sides neither deadlock nor lose a cent', async () => {
  const tenantId = await createTenant(database.rw)
  await Promise.all(
    Array.from({ length: 40 }, (_, index) => {
      const entry = capture(`capture:c${index}:o${index}`)
      return post(tenantId, index % 2 === 0 ? entry : { ...entry, postings: entry.postings.toReversed() })
    }),
  )
  const owed = await readTenant(database.ro, tenantId, (tx) =>
    balanceOf(tx, { kind: 'seller_pending', owner: 'A' }, 'EUR'),
  )
  expect(owed).toBe(-36_000)
  expect(await differences(tenantId)).toEqual([])
})

test('transactions that book the same accounts in several goes, each in its own order, never wait in a circle', async () => {
  const tenantId = await createTenant(database.rw)
  const sellers = ['A', 'B']
  const together = Promise.withResolvers<void>()
  let arrived = 0
  const bookOneByOne = (order: readonly string[]) =>
    inTenant(database.rw, writer(tenantId), async (tx) => {
      for (const [position, owner] of order.entries()) {
        const key = `capture:${order.join()}:${owner}`
        const entry = {
          ...capture(key),
          postings: [
            { account: { kind: 'seller_held' as const, owner }, amount: -100 },
            { account: { kind: 'bank' as const, owner }, amount: 100 },
          ],
        }
        postEntries(tx, [entry], {})
        // Whoever comes here holds what the first go locked, and so does the other.
        if (position === 0) {
          arrived += 1
          if (arrived === 2) together.resolve()
          await together.promise
        }
      }
    })
  await Promise.all([bookOneByOne(sellers), bookOneByOne(sellers.toReversed())])
  expect(await booked(tenantId)).toHaveLength(4)
  expect(conflicts).toEqual([])
})

test('the database itself refuses an entry that is off by one, and nothing of it stays', async () => {
  const tenantId = await createTenant(database.rw)
  const off = capture('capture:off')
  const unbalanced = {
    ...off,
    postings: off.postings.map((side, index) => ({ ...side, amount: side.amount + (index === 0 ? 1 : 0) })),
  }
  await expect(post(tenantId, unbalanced)).rejects.toMatchObject({ constraint: 'journal_entry_balanced' })
  const repeated = { ...off, postings: [...off.postings, ...off.postings] }
  await expect(post(tenantId, repeated)).rejects.toMatchObject({ constraint: 'journal_entry_accounts_once' })
  await post(tenantId, off)
  expect(await booked(tenantId)).toEqual(['capture:off'])
})

const payoutPaid = (amount: number): JournalEntry => ({
  ...capture('payout:p1:paid'),
  kind: 'payout_paid',
  postings: [
    { account: { kind: 'payout_committed', owner: 'A' }, amount },
    { account: { kind: 'bank' }, amount: -amount },
  ],
})
const recovered = (amount: number): JournalEntry => ({
  ...capture('clawback:A:run1:recover'),
  kind: 'clawback_recovered',
  postings: [
    { account: { kind: 'seller_available', owner: 'A' }, amount },
    { account: { kind: 'seller_clawback', owner: 'A' }, amount: -amount },
  ],
})
const released = (amount: number): JournalEntry => ({
  ...capture('hold:h1:release'),
  kind: 'hold_released',
  postings: [
    { account: { kind: 'seller_held', owner: 'A' }, amount },
    { account: { kind: 'seller_available', owner: 'A' }, amount: -amount },
  ],
})

test.each([
  { what: 'committed to a payout', entry: payoutPaid(500), constraint: 'account_balance_never_positive' },
  { what: 'held', entry: released(500), constraint: 'account_balance_never_positive' },
  { what: 'owed by a seller', entry: recovered(500), constraint: 'account_balance_never_negative' },
])('a balance of what is $what does not cross its floor', async ({ entry, constraint }) => {
  const tenantId = await createTenant(database.rw)
  await expect(post(tenantId, entry)).rejects.toMatchObject({ name: 'FloorCrossed', constraint })
  expect(await booked(tenantId)).toEqual([])
  expect(await differences(tenantId)).toEqual([])
})

const fromAvailable = (kind: 'payout_assigned' | 'hold_placed', effectKey: string, amount: number): JournalEntry => ({
  ...capture(effectKey),
  kind,
  postings: [
    { account: { kind: 'seller_available', owner: 'A' }, amount },
    { account: { kind: kind === 'hold_placed' ? 'seller_held' : 'payout_committed', owner: 'A' }, amount: -amount },
  ],
})
const earned = (amount: number): JournalEntry => ({
  ...capture(`earning:${randomUUID()}:release`),
  kind: 'earning_released',
  postings: [
    { account: { kind: 'seller_pending', owner: 'A' }, amount },
    { account: { kind: 'seller_available', owner: 'A' }, amount: -amount },
  ],
})
const charged = (effectKey: string, amount: number): JournalEntry => ({
  ...capture(effectKey),
  kind: 'seller_charge',
  postings: [
    { account: { kind: 'seller_available', owner: 'A' }, amount },
    { account: { kind: 'seller_charges' }, amount: -amount },
  ],
})
const available = (tenantId: string) =>
  readTenant(database.ro, tenantId, (tx) => balanceOf(tx, { kind: 'seller_available', owner: 'A' }, 'EUR'))

test('a payout, a hold and a recovery take no more than is available; a charge may', async () => {
  const tenantId = await createTenant(database.rw)
  const tooMuch = { name: 'FloorCrossed', constraint: 'seller_available_covers' }
  await post(tenantId, earned(1000))
  await post(tenantId, {
    ...charged('clawback:A:run0:open', 2000),
    kind: 'clawback_opened',
    postings: [
      { account: { kind: 'seller_clawback', owner: 'A' }, amount: 2000 },
      { account: { kind: 'suspense' }, amount: -2000 },
    ],
  })
  await expect(post(tenantId, fromAvailable('payout_assigned', 'payout:p1:assign', 1001))).rejects.toMatchObject(
    tooMuch,
  )
  await expect(post(tenantId, fromAvailable('hold_placed', 'hold:h1:place:1', 1001))).rejects.toMatchObject(tooMuch)
  await expect(post(tenantId, recovered(1001))).rejects.toMatchObject(tooMuch)
  await post(tenantId, fromAvailable('hold_placed', 'hold:h1:place:1', 400))
  await post(tenantId, fromAvailable('payout_assigned', 'payout:p1:assign', 600))
  await post(tenantId, charged('seller_charge:c1', 50))
  expect(await available(tenantId)).toBe(50)
  await expect(post(tenantId, fromAvailable('hold_placed', 'hold:h2:place:1', 1))).rejects.toMatchObject(tooMuch)
  expect(await differences(tenantId)).toEqual([])
})

test('what is available is asked after each entry of a transaction, not at its end', async () => {
  const tenantId = await createTenant(database.rw)
  const payout = fromAvailable('payout_assigned', 'payout:p1:assign', 700)
  await expect(post(tenantId, payout, earned(1000))).rejects.toMatchObject({ constraint: 'seller_available_covers' })
  // A debt that comes after the payout was covered is a fact.
  await post(tenantId, earned(1000), payout, charged('seller_charge:c1', 400))
  expect(await available(tenantId)).toBe(100)
})

test('of two payouts at once that one balance covers once, one is refused', async () => {
  const tenantId = await createTenant(database.rw)
  await post(tenantId, earned(1000))
  const results = await Promise.allSettled(
    ['p1', 'p2', 'p3', 'p4'].map((id) => post(tenantId, fromAvailable('payout_assigned', `payout:${id}:assign`, 600))),
  )
  const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
  expect(refused).toHaveLength(3)
  for (const reason of refused) expect(reason).toMatchObject({ constraint: 'seller_available_covers' })
  expect(await available(tenantId)).toBe(-400)
  expect(await differences(tenantId)).toEqual([])
})

test('under the key of one effect another is not taken for booked', async () => {
  const tenantId = await createTenant(database.rw)
  const fact = capture('capture:c1:o1')
  await post(tenantId, fact)
  const others: JournalEntry[] = [
    { ...fact, postings: fact.postings.map((side) => ({ ...side, amount: side.amount * 2 })) },
    { ...fact, kind: 'capture_reversed' },
    { ...fact, currency: 'USD' },
    {
      ...fact,
      postings: [
        { account: { kind: 'provider_clearing' }, amount: 1000 },
        { account: { kind: 'seller_pending', owner: 'B' }, amount: -900 },
        { account: { kind: 'commission_revenue' }, amount: -100 },
      ],
    },
  ]
  for (const told of others) {
    await expect(post(tenantId, told)).rejects.toMatchObject({
      name: 'LedgerContradiction',
      told: { effectKey: fact.effectKey, kind: told.kind, currency: told.currency, postings: told.postings },
      booked: { kind: 'capture', currency: 'EUR' },
    })
  }
  const [other] = others
  if (other === undefined) throw new Error('nothing is told')
  await expect(post(tenantId, { ...fact, effectKey: 'k' }, { ...other, effectKey: 'k' })).rejects.toThrow(
    'k is booked as',
  )
  await post(tenantId, { ...fact, postings: fact.postings.toReversed() })
  expect(await booked(tenantId)).toEqual([fact.effectKey])
  const clearing = await readTenant(database.ro, tenantId, (tx) => balanceOf(tx, { kind: 'provider_clearing' }, 'EUR'))
  expect(clearing).toBe(1000)
})

test('a balance transaction of the provider makes one entry of a kind for an order', async () => {
  const tenantId = await createTenant(database.rw)
  const told = (entry: JournalEntry, connection = 'stripe') =>
    inTenant(database.rw, writer(tenantId), async (tx) =>
      postEntries(tx, [entry], { balanceTransaction: { connection, reference: 'txn_1' } }),
    )
  const fee = (key: string): JournalEntry => {
    const { orderId: _, ...rest } = capture(key)
    return { ...rest, kind: 'provider_fee' }
  }
  const orderId = randomUUID()
  await told(capture('capture:c1:o1', orderId))
  await told(capture('capture:c1:o2'))
  await told(fee('fee:txn_1'))
  await told(fee('fee:other:txn_1'), 'another')
  const taken = { constraint: 'journal_entry_balance_transaction_key' }
  await expect(told(capture('capture:c2:o1', orderId))).rejects.toMatchObject(taken)
  await expect(told(fee('fee:again'))).rejects.toMatchObject(taken)
})

test('an entry that takes another back must find it', async () => {
  const tenantId = await createTenant(database.rw)
  const original = capture('capture:c1:o1')
  const reversal = {
    ...original,
    kind: 'capture_reversed' as const,
    effectKey: 'capture:c1:o1:reverse',
    reversesKey: original.effectKey,
    postings: original.postings.map(({ account, amount }) => ({ account, amount: 0 - amount })),
  }
  await expect(post(tenantId, reversal)).rejects.toThrow('which is not booked')
  await post(tenantId, original)
  await post(tenantId, reversal)
  expect(await booked(tenantId)).toEqual([original.effectKey, reversal.effectKey])
})

test('what is booked cannot be changed or removed, nor a posting or a balance written by itself', async () => {
  const tenantId = await createTenant(database.rw)
  await post(tenantId, capture('capture:c1:o1'))
  for (const statement of [
    'update journal_entry set kind = kind where tenant_id = $1',
    `insert into journal_entry (tenant_id, id, kind, effect_key, currency, account_ids, amounts, source_type, source_id,
       occurred_at, effective_date, actor_type)
     select tenant_id, gen_random_uuid(), kind, 'another', currency, account_ids, amounts, source_type, source_id,
       occurred_at, effective_date, actor_type from journal_entry where tenant_id = $1`,
    'delete from posting where tenant_id = $1',
    'update posting set amount = 1 where tenant_id = $1',
    `insert into posting (tenant_id, entry_id, account_id, shard, amount)
     select tenant_id, entry_id, gen_random_uuid(), 0, 1 from posting where tenant_id = $1`,
    'update account_balance set balance = balance + 1 where tenant_id = $1',
    'delete from account_balance where tenant_id = $1',
    `insert into account_balance (tenant_id, account_id, shard, kind, balance)
     select tenant_id, account_id, 15, kind, 1 from account_balance where tenant_id = $1`,
    `update account set kind = 'seller_available' where tenant_id = $1`,
  ])
    await expect(
      inTenant(database.rw, writer(tenantId), (tx) => raw(tx, statement, [tenantId])),
      statement,
    ).rejects.toMatchObject({ code: '42501' })
})

test('the books of another tenant are not written, whoever is named', async () => {
  const [own, other] = await Promise.all([createTenant(database.rw), createTenant(database.rw)])
  const booking = inTenant(database.rw, writer(own), (tx) =>
    raw(tx, "select id from app.book_entries($1, '[]', '{}', '{}', '{}', '{}', '{}', '{}')", [other]),
  )
  await expect(booking).rejects.toMatchObject({ code: '42501' })
})

test('an account takes entries of its own currency only, and keeps one balance unless it is a hot one', async () => {
  const tenantId = await createTenant(database.rw)
  await post(tenantId, capture('capture:c1:o1'))
  const rebooked = (currency: string, shards: readonly number[]) =>
    inTenant(database.rw, writer(tenantId), (tx) =>
      raw(
        tx,
        `select b.id from (
           select gen_random_uuid() as id, e.* from (select to_jsonb(j) as was, account_ids from journal_entry j where j.tenant_id = $1) e
         ) e cross join lateral app.book_entries($1,
           jsonb_build_array(e.was || jsonb_build_object('id', e.id, 'place', 0, 'effect_key', 'other', 'currency', $2::text)),
           array[e.id, e.id, e.id], e.account_ids, array['', '', ''], array['', '', ''], array[$2, $2, $2], $3::smallint[]) b`,
        [tenantId, currency, shards],
      ),
    )
  await expect(rebooked('USD', [0, 0, 0])).rejects.toMatchObject({ constraint: 'journal_entry_currency' })
  await expect(rebooked('EUR', [0, 1, 0])).rejects.toMatchObject({ constraint: 'account_balance_shard' })
  await rebooked('EUR', [0, 0, 0])
  expect(await differences(tenantId)).toEqual([])
})

test('the hot accounts of the chart are those that may have 16 balances', async () => {
  const { rows } = await admin(
    "select pg_get_constraintdef(oid) as text from pg_constraint where conname = 'account_balance_shard'",
  )
  const named = accountKinds.filter((kind) => String(rows[0]?.text).includes(`'${kind}'`))
  expect(named).toEqual(accountKinds.filter((kind) => accountRule(kind).sharded))
})

async function admin(text: string, values: unknown[] = []) {
  const client = new pg.Client({ connectionString: database.adminUrl })
  await client.connect()
  try {
    return await client.query<Record<string, unknown>>(text, values)
  } finally {
    await client.end()
  }
}

test('the entries of an order are read with the names of its sellers, on the day of the tenant', async () => {
  const tenantId = await createTenant(database.rw)
  const orderId = randomUUID()
  const sellerId = await openSeller(database.rw, tenantId, 'Fjordlys')
  const entry = withIds(capture('capture:c1:o1', orderId), (name) => (name === 'A' ? sellerId : name))
  await post(tenantId, entry)

  const [read] = await readTenant(database.ro, tenantId, (tx) => entriesOf(tx, { orderId }))
  expect(read).toMatchObject({ kind: 'capture', effectKey: 'capture:c1:o1', orderId, occurredAt: entry.occurredAt })
  expect(read?.postings).toEqual([
    { account: 'provider_clearing', owner: '', ownerName: null, amount: 1000 },
    { account: 'seller_pending', owner: sellerId, ownerName: 'Fjordlys', amount: -900 },
    { account: 'commission_revenue', owner: '', ownerName: null, amount: -100 },
  ])
  const days = await readTenant(database.ro, tenantId, (tx) =>
    tx.selectFrom('journal_entry').select('effective_date').where('tenant_id', '=', tenantId).execute(),
  )
  expect(days).toEqual([{ effective_date: '2026-04-01' }])
})

test('the entries of an order are read in the order they were booked, whoever began first', async () => {
  const tenantId = await createTenant(database.rw)
  const orderId = randomUUID()
  const sellerId = randomUUID()
  const captured = (key: string) => withIds(capture(key, orderId), (name) => (name === 'A' ? sellerId : name))
  const begun = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  const waiting = inTenant(database.rw, writer(tenantId), async (tx) => {
    await raw(tx, 'select 1', [])
    begun.resolve()
    await release.promise
    postEntries(tx, [captured('capture:c2:o1')], {})
  })
  await begun.promise
  await post(tenantId, captured('capture:c1:o1'))
  release.resolve()
  await waiting
  const entries = await readTenant(database.ro, tenantId, (tx) => entriesOf(tx, { orderId }))
  expect(entries.map(({ effectKey }) => effectKey)).toEqual(['capture:c1:o1', 'capture:c2:o1'])
})
