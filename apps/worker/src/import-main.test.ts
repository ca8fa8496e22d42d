import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getImportRun, importRuns } from '@mainstay/db/import-run/reading'
import { balanceDifferences, balanceOf } from '@mainstay/db/ledger/reading'
import { listAll } from '@mainstay/db/list/list'
import { acrossTenants, raw, readTenant } from '@mainstay/db/postgres/client'
import { findTenantBySlug } from '@mainstay/db/tenant/tenant'
import { type TestDatabase, testDatabase } from '@mainstay/db/test/database'
import type { ImportRun } from '@mainstay/domain/import-run/import-run'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { damaged, fileOf, orderItemLines, orderItemsPath } from '../test/order-items.ts'

let database: TestDatabase
let folder: string
beforeAll(async () => {
  database = await testDatabase()
  folder = mkdtempSync(join(tmpdir(), 'mainstay-import-'))
})
afterAll(() => database.close())

function start(args: string[]): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, 'import-main.ts'), ...args], {
    env: {
      PATH: process.env['PATH'],
      USER: 'nora',
      INIT_CWD: folder,
      MAINSTAY_DATA_DIR: folder,
      DATABASE_URL_RW: database.urls.app_rw,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function run(args: string[]): Promise<{ code: unknown; out: string; err: string }> {
  const child = start(args)
  let out = ''
  let err = ''
  child.stdout?.on('data', (chunk) => {
    out += chunk
  })
  child.stderr?.on('data', (chunk) => {
    err += chunk
  })
  const [code] = await once(child, 'close')
  return { code, out, err }
}

const importOf = (path: string, tenant: string, ...more: string[]) =>
  run([path, '--tenant', tenant, '--currency', 'BRL', '--source', 'old-shop', ...more])

async function read<T>(slug: string, fn: Parameters<typeof readTenant<T>>[2]): Promise<T> {
  const tenant = await acrossTenants(database.ro, (tx) => findTenantBySlug(tx, slug))
  if (tenant === undefined) throw new Error(`there is no ${slug}`)
  return readTenant(database.ro, tenant.id, fn)
}

/** The runs of a tenant, newest first. */
function runsOf(slug: string): Promise<ImportRun[]> {
  return read(slug, async (tx) => {
    const reader = { sellerIds: undefined, memberId: undefined, now: new Date() }
    const items = await listAll(tx, importRuns, { input: {}, reader })
    const runs: ImportRun[] = []
    for (const { id } of items) runs.push(await getImportRun(tx, id))
    return runs
  })
}

const whole = { purchases: 10, splitPurchases: 2, orders: 12, sellers: 3, products: 6, items: 93379, freight: 16369 }

describe('an import', () => {
  test('takes every purchase over once, with sums that agree in file, tables and ledger', async () => {
    const { code, out } = await importOf(orderItemsPath, 'import-once')
    expect(out).toContain('Imported 10, present before 0, rejected 0')
    expect(out).toContain('items 933.79 BRL, freight 163.69 BRL, together 1,097.48 BRL')
    expect(code).toBe(0)
    const [first] = await runsOf('import-once')
    expect(first).toMatchObject({
      status: 'completed',
      startedBy: 'Import by nora',
      purchasesImported: 10,
      file: whole,
      tables: whole,
      ledger: { entries: 12, openingBalance: 109748, sellerPending: 109748 },
    })
    const { differences, balance } = await read('import-once', async (tx) => ({
      differences: await balanceDifferences(tx),
      balance: await balanceOf(tx, { kind: 'opening_balance' }, 'BRL'),
    }))
    expect(differences).toEqual([])
    expect(balance).toBe(109748)
  })

  test('of the same purchases again, under whatever name, imports none and still compares', async () => {
    const { code, out } = await run([
      fileOf(orderItemLines()),
      '--tenant',
      'import-once',
      '--currency',
      'BRL',
      '--source',
      'renamed',
    ])
    expect(out).toContain('Imported 0, present before 10, rejected 0')
    expect(code).toBe(0)
    const [second, first] = await runsOf('import-once')
    expect(second).toMatchObject({ purchasesImported: 0, purchasesPresent: 10, file: whole, tables: whole })
    expect(second?.ledger).toEqual(first?.ledger)
  })

  test('leaves alone what is there with another amount, and says so', async () => {
    const path = damaged({ 3: '1002,1,desk,otto,2024-03-05 11:30:00,240.90,19.93' })
    const { code, out } = await importOf(path, 'import-once')
    expect(code).toBe(1)
    expect(out).toContain('Imported 0, present before 9, rejected 1')
    expect(out).toContain(
      'is imported already with other contents: the amount of item 1 was 239.90 BRL and is 240.90 BRL',
    )
    const [latest] = await runsOf('import-once')
    expect(latest).toMatchObject({
      status: 'completed_with_errors',
      purchasesRejected: 1,
      file: { purchases: 9 },
      errors: [{ line: 3, field: 'order_id', purchaseExternalId: '1002' }],
    })
    expect(latest?.tables).toEqual(latest?.file)
  })

  test('tells goods that moved to another seller, though all sums are alike', async () => {
    const path = damaged({ 3: '1002,1,desk,nora,2024-03-05 11:30:00,239.90,19.93' })
    const dry = await importOf(path, 'import-once', '--dry-run')
    expect(dry).toMatchObject({ code: 1, out: expect.stringContaining('the seller of item 1 was otto and is nora') })
    expect(dry.out).toContain('Would import 0, present before 9, rejected 1')
    const { code, out } = await importOf(path, 'import-once')
    expect(code).toBe(1)
    expect(out).toContain('Imported 0, present before 9, rejected 1')
    expect(out).toContain('the seller of item 1 was otto and is nora')
  })

  test('makes it what the mended file says where that is asked for, once, and tells before what it would', async () => {
    const moved = damaged({ 3: '1002,1,desk,nora,2024-03-05 11:30:00,240.90,19.93' })
    await importOf(orderItemsPath, 'import-applied')
    const told =
      'line 3, order 1002: the seller of item 1 was otto and is nora; the amount of item 1 was 239.90 BRL and is ' +
      '240.90 BRL; the seller of the freight of item 1 was otto and is nora'
    const dry = await importOf(moved, 'import-applied', '--apply', '--dry-run', '--report', 'would.csv')
    expect(dry).toMatchObject({ code: 0, out: expect.stringContaining(told) })
    expect(dry.out).toContain('Would import 0, present before 9, changed 1, rejected 0')
    expect(await runsOf('import-applied')).toHaveLength(1)
    expect(readFileSync(join(folder, 'would.csv'), 'utf8')).toContain(
      '\n3,1002,order_id,would be changed: the seller of',
    )

    const applied = await importOf(moved, 'import-applied', '--apply', '--report', 'changed.csv')
    expect(applied).toMatchObject({ code: 0, out: expect.stringContaining(told) })
    expect(applied.out).toContain('Imported 0, present before 9, changed 1, rejected 0')
    expect(readFileSync(join(folder, 'changed.csv'), 'utf8')).toContain('\n3,1002,order_id,was changed: the seller of')
    const again = await importOf(moved, 'import-applied', '--apply')
    expect(again.out).toContain('Imported 0, present before 10, changed 0, rejected 0')

    const [third, second, first] = await runsOf('import-applied')
    expect(first).toMatchObject({ file: whole, tables: whole, purchasesChangedLater: 1 })
    expect(first?.ledger).toEqual({ entries: 12, orders: 12, openingBalance: 109748, sellerPending: 109748 })
    expect(second).toMatchObject({ purchasesChanged: 1, purchasesPresent: 9, changes: [{ line: 3 }] })
    expect(second?.tables).toEqual(second?.file)
    expect(second?.ledger).toEqual({ entries: 14, orders: 12, openingBalance: 109848, sellerPending: 109848 })
    expect(third).toMatchObject({ purchasesPresent: 10, tables: second?.tables, ledger: second?.ledger })
  })

  test('keeps a purchase as the old system had it, and can tell what it does not know', async () => {
    const rows = await read('import-once', (tx) =>
      raw(
        tx,
        `select purchase.number, purchase.placed_at, purchase.placed_at_proxy, "order".number as order_number,
           seller.external_id as seller, line.kind, line.payable, line.captured, line.tax, line.tax_reason,
           line.commission, line.commission_reason, earning.status as earning
         from purchase
         join "order" on "order".tenant_id = $1 and "order".purchase_id = purchase.id
         join seller on seller.tenant_id = $1 and seller.id = "order".seller_id
         join order_line line on line.tenant_id = $1 and line.order_id = "order".id
         join earning on earning.tenant_id = $1 and earning.order_id = "order".id
         where purchase.tenant_id = $1 and purchase.external_id = '1005'
         order by "order".position, line.position`,
        [tx.tenantId],
      ),
    )
    const line = {
      number: expect.stringMatching(/^IO-[0-9A-HJKMNP-TV-Z]{8}$/),
      placed_at: new Date('2024-03-08T16:45:00Z'),
      placed_at_proxy: 'shipping_limit_date',
      tax: 0,
      tax_reason: 'imported_unknown',
      commission: 0,
      commission_reason: 'imported_unknown',
      earning: 'pending',
    }
    const a = { ...line, seller: 'otto', order_number: expect.stringMatching(/-A$/) }
    const b = { ...line, seller: 'pia', order_number: expect.stringMatching(/-B$/) }
    expect(rows).toEqual([
      { ...a, kind: 'item', payable: 19900, captured: 19900 },
      { ...a, kind: 'shipping', payable: 1787, captured: 1787 },
      { ...b, kind: 'item', payable: 2190, captured: 2190 },
      { ...b, kind: 'shipping', payable: 1269, captured: 1269 },
    ])
  })

  test('writes who did it, for the run, each purchase and each seller', async () => {
    const actions = await read('import-once', (tx) =>
      raw(
        tx,
        `select action, count(*) as entries from audit_entry
         where tenant_id = $1 and actor_name = 'Import by nora' group by action order by action`,
        [tx.tenantId],
      ),
    )
    expect(actions).toEqual([
      { action: 'importRun.finish', entries: 4 },
      { action: 'importRun.start', entries: 4 },
      { action: 'purchase.import', entries: 10 },
      { action: 'seller.import', entries: 3 },
    ])
  })

  test('of a damaged file takes the whole purchases, lists the others, and takes them once they are mended', async () => {
    const path = damaged({ 7: '1005,1,desk,otto,2024-03-08 16:45:00,-1.00,17.87' })
    const first = await importOf(path, 'import-mended', '--report', 'rejected.csv')
    expect(first.code).toBe(1)
    expect(first.out).toContain('Imported 9, present before 0, rejected 1')
    expect(readFileSync(join(folder, 'rejected.csv'), 'utf8')).toBe(
      'line,order_id,field,problem\n' + '7,1005,price,"""-1.00"" is negative; an amount of 0 or more belongs here"\n',
    )
    const second = await importOf(orderItemsPath, 'import-mended')
    expect(second.code).toBe(0)
    expect(second.out).toContain('Imported 1, present before 9, rejected 0')
    const [mended, broken] = await runsOf('import-mended')
    expect(mended?.tables).toEqual(whole)
    expect(broken?.tables).toEqual(broken?.file)
    expect(broken?.ledger).toMatchObject({ openingBalance: 109748 - 25146 })
  })
})

test('a killed import goes on where it was when it is run again', async () => {
  const total = 1500
  const rows = Array.from({ length: total }, (_, n) => `k${n},1,p${n % 7},s${n % 3},2024-01-01 00:00:00,1.00,0.50`)
  const path = fileOf([orderItemLines()[0] ?? '', ...rows])

  const child = start([path, '--tenant', 'import-killed', '--currency', 'BRL', '--source', 'old-shop'])
  child.stdout?.on('data', (chunk) => {
    if (String(chunk).includes(`of ${total} purchases`)) child.kill('SIGKILL')
  })
  const [, signal] = await once(child, 'close')
  expect(signal).toBe('SIGKILL')
  const [killed] = await runsOf('import-killed')
  expect(killed?.status).toBe('running')
  expect(killed?.tables.purchases).toBeGreaterThan(0)
  expect(killed?.tables.purchases).toBeLessThan(total)
  expect(killed?.ledger.entries).toBe(killed?.tables.orders)

  const { code, out } = await importOf(path, 'import-killed')
  expect(code).toBe(0)
  expect(out).toContain(`Went on and imported ${total}, present before 0, rejected 0`)
  const runs = await runsOf('import-killed')
  expect(runs).toHaveLength(1)
  expect(runs[0]).toMatchObject({
    status: 'completed',
    tables: { purchases: total, items: total * 100, freight: total * 50 },
    ledger: { entries: total, openingBalance: total * 150, sellerPending: total * 150 },
  })
  expect(runs[0]?.tables).toEqual(runs[0]?.file)
}, 120_000)

test('an import that is stopped has failed, and completes when it is run again', async () => {
  const total = 1500
  const rows = Array.from({ length: total }, (_, n) => `s${n},1,p${n % 7},s${n % 3},2024-01-01 00:00:00,1.00,0.50`)
  const path = fileOf([orderItemLines()[0] ?? '', ...rows])
  const child = start([path, '--tenant', 'import-stopped', '--currency', 'BRL', '--source', 'old-shop'])
  child.stdout?.on('data', (chunk) => {
    if (String(chunk).includes(`of ${total} purchases`)) child.kill('SIGTERM')
  })
  expect(await once(child, 'close')).toEqual([3, null])
  const [stopped] = await runsOf('import-stopped')
  expect(stopped).toMatchObject({ status: 'failed', endedAt: expect.any(Date) })

  const { code, out } = await importOf(path, 'import-stopped')
  expect(code).toBe(0)
  expect(out).toContain(`Went on and imported ${total}, present before 0, rejected 0`)
  expect(await runsOf('import-stopped')).toMatchObject([{ id: stopped?.id, status: 'completed' }])
}, 120_000)

test('--help tells how it is used', async () => {
  const { code, out } = await run(['--help'])
  expect(code).toBe(0)
  expect(out).toContain('--decimal <name>')
})

describe('nothing is imported', () => {
  test('of a file without a good row, and no marketplace is made for it', async () => {
    const path = fileOf([orderItemLines()[0] ?? '', '7.50E+14,1,desk,otto,2024-03-05 11:30:00,239.90,19.93'])
    const { code, out } = await importOf(path, 'import-bad')
    expect(code).toBe(1)
    expect(out).toContain('No purchase of it can be imported. Nothing was changed.')
    await expect(runsOf('import-bad')).rejects.toThrow('there is no import-bad')
  })

  test('where the report would overwrite the file, under whatever name', async () => {
    const path = damaged({ 4: '1003,1,lamp,nora,soon,58.90,13.29' })
    const before = readFileSync(path, 'utf8')
    const alias = join(folder, 'alias.csv')
    symlinkSync(path, alias)
    for (const report of [path, alias]) {
      const { code, err } = await importOf(path, 'import-over', '--dry-run', '--report', report)
      expect(code).toBe(2)
      expect(err).toContain('is the file itself, which would be overwritten. Name another.')
    }
    expect(readFileSync(path, 'utf8')).toBe(before)
  })

  test('by a dry run, which checks and adds up the whole file', async () => {
    const { code, out } = await importOf(damaged({ 4: '1003,1,lamp,nora,soon,58.90,13.29' }), 'import-dry', '--dry-run')
    expect(code).toBe(1)
    expect(out).toContain('Would import 9, present before 0, rejected 1\n')
    expect(out).toContain('9 purchases, 2 of them split over several sellers, in 11 orders')
    expect(out).toContain('line 4, order 1003: shipping_limit_date "soon" is not a date')
    await expect(runsOf('import-dry')).rejects.toThrow('there is no import-dry')
  })

  test('of a file without a column', async () => {
    const path = damaged({ 1: 'order_id,order_item_id,product_id,shipping_limit_date,price,freight_value' })
    const { code, err } = await importOf(path, 'import-none')
    expect(code).toBe(2)
    expect(err).toContain('The header lacks the column seller_id.')
    await expect(runsOf('import-none')).rejects.toThrow('there is no import-none')
  })

  test('in an unknown currency, into no marketplace, or from no file', async () => {
    const { code, err } = await run(['nowhere.csv', '--currency', 'REAL'])
    expect(code).toBe(2)
    expect(err).toContain('--currency REAL must be an ISO 4217 currency code such as EUR.')
    expect(err).toContain('--tenant is missing: name the marketplace, such as --tenant olist.')
    expect(err).toContain(`There is no file ${join(folder, 'nowhere.csv')}.`)
    expect(err).toContain('Usage: npm run import --')
  })

  test('when the database cannot be reached, and the same command goes on later', async () => {
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, 'import-main.ts'), orderItemsPath, '--tenant', 'import-none', '--currency', 'BRL'],
      {
        env: { PATH: process.env['PATH'], DATABASE_URL_RW: 'postgres://nobody@127.0.0.1:1/none' },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    )
    let err = ''
    child.stderr?.on('data', (chunk) => {
      err += chunk
    })
    const [code] = await once(child, 'close')
    expect(code).toBe(3)
    expect(err).toContain('The import broke off: DATABASE_URL_RW: no PostgreSQL answers at 127.0.0.1:1 (ECONNREFUSED)')
  })
})
