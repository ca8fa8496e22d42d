import { randomUUID } from 'node:crypto'
import { postEntries } from '@mainstay/db/ledger/ledger'
import { inTenant, readTenant } from '@mainstay/db/postgres/client'
import { type TestDatabase, testDatabase } from '@mainstay/db/test/database'
import { createTenant } from '@mainstay/db/test/story'
import { writer } from '@mainstay/db/test/writer'
import pg from 'pg'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { proveLedgers } from './prove-ledgers.ts'
import { reportStalled } from './report-stalled.ts'

let database: TestDatabase | undefined
let tenantId: string
beforeEach(async () => {
  await database?.close()
  database = await testDatabase()
  tenantId = await createTenant(database.rw)
  await inTenant(database.rw, writer(tenantId), async (tx) =>
    postEntries(
      tx,
      [
        {
          kind: 'opening',
          effectKey: 'import:m1:A',
          currency: 'EUR',
          occurredAt: at(0),
          sourceType: 'import',
          sourceId: randomUUID(),
          postings: [
            { account: { kind: 'seller_available', owner: 'A' }, amount: -500 },
            { account: { kind: 'opening_balance' }, amount: 500 },
          ],
        },
      ],
      {},
    ),
  )
})
afterAll(() => database?.close())

const at = (hours: number) => new Date(Date.UTC(2026, 10, 22, 12 + hours))
const opened = () => {
  if (database === undefined) throw new Error('there is no database')
  return database
}
const prove = (hours: number) => proveLedgers({ ...opened(), now: at(hours) })
const report = (hours: number) => reportStalled({ ...opened(), now: at(hours) })

async function asAdministrator(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: opened().adminUrl })
  await client.connect()
  await client.query(text.replaceAll('$1', `'${tenantId}'`))
  await client.end()
}

const queue = () =>
  readTenant(opened().ro, tenantId, (tx) =>
    tx
      .selectFrom('work_item')
      .select(['kind', 'status', 'subject_label', 'cause', 'cause_facts'])
      .where('tenant_id', '=', tenantId)
      .execute(),
  )

test('the books are proved once a night, by one worker however many look', async () => {
  const counts = await Promise.all([prove(0), prove(0), prove(0)])
  expect(counts.toSorted((a, b) => a - b)).toEqual([0, 0, 1])
  expect(await prove(14)).toBe(0)
  expect(await prove(15)).toBe(1)
  expect(await prove(15.1)).toBe(0)
  expect(await queue()).toEqual([])
})

test('a balance that is wrong is put before a person, once, and withdrawn when the books add up', async () => {
  await asAdministrator("update account_balance set balance = -501 where tenant_id = $1 and kind = 'seller_available'")
  await prove(0)
  await prove(15)
  const item = {
    kind: 'ledger_proof',
    subject_label: 'seller_available:A',
    cause: 'ledger.balance_unproved',
    cause_facts: { account: 'seller_available:A', currency: 'EUR', shard: 0, expected: -500, found: -501 },
  }
  expect(await queue()).toEqual([{ ...item, status: 'open' }])

  await asAdministrator("update account_balance set balance = -500 where tenant_id = $1 and kind = 'seller_available'")
  await prove(39)
  expect(await queue()).toEqual([{ ...item, status: 'resolved' }])
})

test('a proof that was cut short is begun again after an hour', async () => {
  await asAdministrator('alter table posting rename to lost')
  await expect(prove(0)).rejects.toThrow('the books of 1 tenants were not proved')
  await asAdministrator('alter table lost rename to posting')
  expect(await prove(0.5)).toBe(0)
  expect(await prove(1)).toBe(1)
})

test('books that nobody proved in time are put before a person, until somebody does', async () => {
  await prove(0)
  await report(26)
  expect(await queue()).toEqual([])
  await report(27)
  await report(28)
  const overdue = { kind: 'ledger_proof', cause: 'ledger.proof_overdue', cause_facts: { since: at(0).toISOString() } }
  expect(await queue()).toMatchObject([{ ...overdue, status: 'open' }])
  await prove(29)
  expect(await queue()).toMatchObject([{ ...overdue, status: 'resolved' }])
})
