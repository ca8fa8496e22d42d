import { randomUUID } from 'node:crypto'
import type { JournalEntry } from '@mainstay/domain/ledger/journal-entry'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { createTenant } from '../../test/story.ts'
import { writer } from '../../test/writer.ts'
import { inTenant, readSnapshot } from '../postgres/client.ts'
import { accountId, postEntries } from './ledger.ts'
import { proveLedger } from './proof.ts'
import { balanceDifferences } from './reading.ts'

let database: TestDatabase
let admin: pg.Client
beforeAll(async () => {
  database = await testDatabase()
  admin = new pg.Client({ connectionString: database.adminUrl })
  await admin.connect()
})
afterAll(async () => {
  await admin.end()
  await database.close()
})

const prove = (tenantId: string, size?: number) => readSnapshot(database.ro, tenantId, (tx) => proveLedger(tx, size))

/** Of several orders, so that hot accounts have several balances. */
async function booksOf(count: number): Promise<{ tenantId: string; entries: JournalEntry[] }> {
  const tenantId = await createTenant(database.rw)
  const entries = Array.from({ length: count }, (_, index): JournalEntry => {
    const orderId = randomUUID()
    return {
      kind: 'capture',
      effectKey: `capture:c${index}:${orderId}`,
      currency: 'EUR',
      occurredAt: new Date('2026-03-31T22:30:00Z'),
      orderId,
      sourceType: 'capture',
      sourceId: randomUUID(),
      postings: [
        { account: { kind: 'provider_clearing' }, amount: 1000 },
        { account: { kind: 'seller_pending', owner: `S${index % 3}` }, amount: -900 },
        { account: { kind: 'commission_revenue' }, amount: -100 },
      ],
    }
  })
  await inTenant(database.rw, writer(tenantId), async (tx) => postEntries(tx, entries, {}))
  return { tenantId, entries }
}

test.each([1, 2, 7, 8, 1000])('books that are right are proved, a page of %i at a time', async (size) => {
  const { tenantId } = await booksOf(7)
  expect(await prove(tenantId, size)).toEqual({ entries: 7, balances: [], sides: [] })
})

test('books without an entry are right', async () => {
  expect(await prove(await createTenant(database.rw))).toEqual({ entries: 0, balances: [], sides: [] })
})

test('a balance that was changed by itself is named, with its shard', async () => {
  const { tenantId } = await booksOf(5)
  const account = accountId(tenantId, { kind: 'seller_pending', owner: 'S1' }, 'EUR')
  await admin.query('update account_balance set balance = balance + 7 where tenant_id = $1 and account_id = $2', [
    tenantId,
    account,
  ])
  const { balances, sides } = await prove(tenantId, 2)
  expect(balances).toEqual([
    {
      accountId: account,
      account: 'seller_pending:S1',
      currency: 'EUR',
      shard: 0,
      expected: -1800,
      found: -1793,
    },
  ])
  expect(sides).toEqual([])
})

test('what is moved from one balance of a hot account to another is found, though their sum is right', async () => {
  const { tenantId } = await booksOf(30)
  const account = accountId(tenantId, { kind: 'provider_clearing' }, 'EUR')
  await admin.query(
    `update account_balance set balance = balance + case shard when s.low then 5 else -5 end
     from (select min(shard) as low, max(shard) as high from account_balance where tenant_id = $1 and account_id = $2) s
     where tenant_id = $1 and account_id = $2 and shard in (s.low, s.high)`,
    [tenantId, account],
  )
  const { balances } = await prove(tenantId)
  expect(balances.map(({ found, expected }) => found - expected)).toEqual([5, -5])
})

test('a stray posting is found, though the balance was moved with it', async () => {
  const { tenantId, entries } = await booksOf(3)
  const stray = accountId(tenantId, { kind: 'seller_pending', owner: 'S2' }, 'EUR')
  await admin.query(
    `insert into posting (tenant_id, entry_id, account_id, shard, amount)
     select tenant_id, id, $2, 0, -1 from journal_entry where tenant_id = $1 and effect_key = $3`,
    [tenantId, stray, entries[0]?.effectKey],
  )
  await admin.query('update account_balance set balance = balance - 1 where tenant_id = $1 and account_id = $2', [
    tenantId,
    stray,
  ])
  expect(await readSnapshot(database.ro, tenantId, balanceDifferences)).toEqual([])
  const { balances, sides } = await prove(tenantId)
  expect(balances).toEqual([])
  expect(sides).toMatchObject([
    { effectKey: entries[0]?.effectKey, account: 'seller_pending:S2', currency: 'EUR', expected: 0, found: -1 },
  ])
})

test('a posting that is gone or has another amount is found', async () => {
  const { tenantId, entries } = await booksOf(3)
  const of = (place: number) =>
    `entry_id = (select id from journal_entry where tenant_id = $1 and effect_key = '${entries[place]?.effectKey}') and amount = -100`
  await admin.query(`delete from posting where tenant_id = $1 and ${of(0)}`, [tenantId])
  await admin.query(`update posting set amount = -99 where tenant_id = $1 and ${of(1)}`, [tenantId])
  const { sides } = await prove(tenantId, 1)
  expect(sides.map(({ account, expected, found }) => [account, expected, found])).toEqual([
    ['commission_revenue', -100, 0],
    ['commission_revenue', -100, -99],
  ])
})

test('an entry that does not sum to zero is found', async () => {
  const { tenantId, entries } = await booksOf(2)
  await admin.query('alter table journal_entry drop constraint journal_entry_balanced')
  await admin.query('update journal_entry set amounts[1] = 1001 where tenant_id = $1 and effect_key = $2', [
    tenantId,
    entries[1]?.effectKey,
  ])
  const { sides } = await prove(tenantId)
  expect(sides).toMatchObject([
    { effectKey: entries[1]?.effectKey, expected: 0, found: 1, account: null },
    { effectKey: entries[1]?.effectKey, expected: 1001, found: 1000, account: 'provider_clearing' },
  ])
})

test('what is booked while the books are proved changes nothing in the proof', async () => {
  const { tenantId, entries } = await booksOf(4)
  const [first] = entries
  if (first === undefined) throw new Error('there are no entries')
  const proof = await readSnapshot(database.ro, tenantId, async (tx) => {
    const before = await proveLedger(tx, 2)
    await inTenant(database.rw, writer(tenantId), async (other) =>
      postEntries(other, [{ ...first, effectKey: 'capture:meanwhile' }], {}),
    )
    return { before, after: await proveLedger(tx, 2) }
  })
  expect(proof.after).toEqual(proof.before)
})
