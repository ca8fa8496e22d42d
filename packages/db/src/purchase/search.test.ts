import { importedPurchase } from '@mainstay/domain/import-run/purchase'
import { purchaseList } from '@mainstay/domain/purchase/purchase'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { blumenhaus, type Market, openMarket, placeInMarket } from '../../test/market.ts'
import { writer } from '../../test/writer.ts'
import { startImportRun } from '../import-run/import-run.ts'
import { importPurchases } from '../import-run/purchases.ts'
import { countRows, listPage } from '../list/list.ts'
import { inTenant, raw, readTenant, type Tx } from '../postgres/client.ts'
import { saveBuyer } from './buyer.ts'
import { purchases } from './list.ts'

const now = new Date('2026-11-25T00:00:00Z')
const old = ['ORD-2019/004711', 'ORD-2019/004712']

let database: TestDatabase
let market: Market
let other: Market
let numbers: Record<'both' | 'paper' | 'soap', string>
beforeAll(async () => {
  database = await testDatabase()
  market = await openMarket(database.rw)
  other = await openMarket(database.rw)
  numbers = {
    both: await place(
      { paper: 1, soap: 1 },
      { name: 'Anna Müller-Lüdenscheidt', email: 'einkauf@blumen-haus.example' },
    ),
    paper: await place({ paper: 1 }, { name: 'Γιώργος Παπαδόπουλος', email: 'g.papas@hafen.example' }),
    soap: await place({ soap: 1 }, { name: "Tim O'Brien", email: 'tim@hahn-hotel.example' }),
  }
  await commit(importOld)
})
afterAll(() => database.close())

const commit = <R>(fn: (tx: Tx) => Promise<R>, of = market) =>
  inTenant(database.rw, writer(of.tenantId, { at: now }), fn)

async function place(pieces: { paper?: number; soap?: number }, buyer: { name: string; email: string }) {
  const lines = (['paper', 'soap'] as const).flatMap((key) =>
    pieces[key] === undefined ? [] : [{ offerId: market[key], quantity: pieces[key] }],
  )
  const known = { ...blumenhaus, externalId: buyer.email, ...buyer }
  return (await commit((tx) => placeInMarket(tx, market, { lines, buyer: known, now }))).number
}

async function importOld(tx: Tx): Promise<void> {
  const run = { source: 'the old shop', currency: 'EUR' as const }
  const counts = { linesRead: 2, purchasesInFile: 2, purchasesRejected: 0, problems: [] }
  const { id } = await startImportRun(tx, { ...run, ...counts, fileName: 'old.csv', fileHash: 'old' })
  const row = { itemId: '1', productId: 'P', sellerId: 'HW-77', shippingLimit: now, price: 100, freight: 0 }
  await importPurchases(tx, {
    run: { id, ...run },
    tenant: market.tenant,
    buyer: await saveBuyer(tx, { ...blumenhaus, externalId: 'old', name: 'Old Shop', email: 'old@shop.example' }),
    purchases: old.map((orderId, index) => importedPurchase([{ ...row, orderId, line: index + 2 }])),
  })
}

const asked = (query: string, sellerIds?: string[]) => ({
  input: purchaseList.Input.parse({ query }),
  reader: { sellerIds, memberId: undefined, now },
  cursorSecret: 'of this test',
})

/** The numbers that a text finds, old ones where there are any; counting agrees. */
async function found(query: string, sellerIds?: string[], tenantId = market.tenantId): Promise<string[]> {
  return readTenant(database.ro, tenantId, async (tx) => {
    const rows = await raw<{ id: string; external_id: string | null }>(
      tx,
      'select id, external_id from purchase where tenant_id = $1',
      [tenantId],
    )
    const { items } = await listPage(tx, purchases, asked(query, sellerIds))
    return items.map(({ id, number }) => rows.find((row) => row.id === id)?.external_id ?? number).toSorted()
  })
}

async function count(query: string, sellerIds?: string[]): Promise<number | undefined> {
  const counted = await readTenant(database.ro, market.tenantId, (tx) =>
    countRows(tx, purchases, asked(query, sellerIds)),
  )
  return counted?.count
}

describe('a purchase is found', () => {
  test('by its number as it is read out, and by the beginning or the end of it', async () => {
    const { both } = numbers
    for (const typed of [both, `#${both}`, both.toLowerCase().replace('-', '–'), both.slice(3, 7), both.slice(-4)])
      expect(await found(typed), typed).toEqual([both])
  })

  test('by its number in the old system, the beginning and the end of it', async () => {
    for (const typed of ['ORD-2019/004711', 'ord-2019/004711', '4711', '004711'])
      expect(await found(typed), typed).toEqual([old[0]])
    expect(await found('ord-2019')).toEqual(old)
  })

  test('by any word of the name of its buyer, however it is written', async () => {
    for (const typed of ['muller', 'MÜLLER', 'Lüden', 'anna ludenscheidt', 'Müller-Lüdenscheidt'])
      expect(await found(typed), typed).toEqual([numbers.both])
    expect(await found('ΠΑΠΑΔΟΠΟΥΛΟΣ')).toEqual([numbers.paper])
    expect(await found('obrien')).toEqual([numbers.soap])
  })

  test('by the e-mail address of its buyer, and by the company in it', async () => {
    for (const typed of ['g.papas@hafen.example', 'papas@', 'hafen.example'])
      expect(await found(typed), typed).toEqual([numbers.paper])
  })

  test('by the name of a seller in it', async () => {
    expect(await found('blom')).toEqual([numbers.both, numbers.paper].toSorted())
    expect(await found('papier blom')).toEqual([numbers.both, numbers.paper].toSorted())
    expect(await found('hw-77')).toEqual(old)
  })

  test('by all the words that are typed and no fewer', async () => {
    expect(await found('anna hahn')).toEqual([numbers.both])
    expect(await found('anna 4711')).toEqual([])
    expect(await found('%')).toEqual([])
    expect(await found('no such thing')).toEqual([])
  })
})

describe('who sees some sellers only', () => {
  test('finds their purchases by what they may know of them', async () => {
    const blom = [market.blom.id]
    expect(await found('müller', blom)).toEqual([numbers.both])
    expect(await found(numbers.both.slice(-4), blom)).toEqual([numbers.both])
    expect(await found('blom', blom)).toEqual([numbers.both, numbers.paper].toSorted())
    expect(await count('blom', blom)).toBe(2)
  })

  test('finds and counts nothing by a seller they do not see, an address, or what has no part of theirs', async () => {
    const blom = [market.blom.id]
    for (const typed of [
      'hahn',
      'anna hahn',
      'einkauf@blumen-haus.example',
      'papas@',
      'obrien',
      '4711',
      numbers.soap,
    ]) {
      expect(await found(typed, blom), typed).toEqual([])
      expect(await count(typed, blom), typed).toBe(0)
      expect(await count(typed), typed).toBeGreaterThan(0)
    }
  })
})

test('another marketplace finds none of it', async () => {
  for (const typed of [numbers.both, 'müller', 'papas@', '4711', 'nw'])
    expect(await found(typed, undefined, other.tenantId), typed).toEqual([])
})
