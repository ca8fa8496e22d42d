import { randomUUID } from 'node:crypto'
import type { JournalEntry } from '@mainstay/domain/ledger/journal-entry'
import { withIds, workedExamples } from '@mainstay/domain/test/worked-example'
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

test('a balance does not cross its floor', async () => {
  const tenantId = await createTenant(database.rw)
  const entry = {
    ...capture('payout:p1:paid'),
    kind: 'payout_paid' as const,
    postings: [
      { account: { kind: 'payout_committed' as const, owner: 'A' }, amount: 500 },
      { account: { kind: 'bank' as const }, amount: -500 },
    ],
  }
  await expect(post(tenantId, entry)).rejects.toMatchObject({ constraint: 'account_balance_never_positive' })
  expect(await differences(tenantId)).toEqual([])
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

test('what is booked cannot be changed or removed', async () => {
  const tenantId = await createTenant(database.rw)
  await post(tenantId, capture('capture:c1:o1'))
  for (const statement of [
    'update journal_entry set kind = kind where tenant_id = $1',
    'delete from posting where tenant_id = $1',
    'update posting set amount = 1 where tenant_id = $1',
  ])
    await expect(inTenant(database.rw, writer(tenantId), (tx) => raw(tx, statement, [tenantId]))).rejects.toMatchObject(
      {
        code: '42501',
      },
    )
})

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
