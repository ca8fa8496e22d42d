import { getImportRun } from '@mainstay/db/import-run/reading'
import { readTenant } from '@mainstay/db/postgres/client'
import { type TestDatabase, testDatabase } from '@mainstay/db/test/database'
import { openMarket } from '@mainstay/db/test/market'
import { bySystem } from '@mainstay/domain/command/act'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { files, header, line } from '../../test/damaged-line.ts'
import { fileOf } from '../../test/order-items.ts'
import { hashOf } from '../csv/source-file.ts'
import { checkFile } from './check-file.ts'
import { lookAtImport } from './import-file.ts'
import { importHistory } from './import-history.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

test('what a dry run accepts is imported, and every import ends', async () => {
  const { tenant } = await openMarket(database.rw)
  let source = 0
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 12 }), async (lines) => {
      source += 1
      // Ids are of this file alone, so that nothing is there before.
      const path = fileOf([header, ...lines.map((each) => each.replace(/^(?=[\w-]+,)/, `${source}.`))])
      const file = await lookAtImport(path, 'EUR', { decimal: '.' })
      const checked = await checkFile(file)
      const accepted = checked.purchases - checked.rejected.size
      if (accepted === 0) return
      const command = { file, fileName: 'orders.csv', currency: 'EUR', source: `shop-${source}` } as const
      const { actor } = bySystem(new Date())
      const fileHash = await hashOf(file)
      const clock = () => new Date()
      const run = { command, tenant, actor, checked, fileHash, clock, isStopped: () => false, onProgress: () => {} }
      const result = await importHistory(database.rw, run)
      // An id that no prefix made its own may be there from a file before.
      const taken = (result?.imported ?? 0) + (result?.present ?? 0) + (result?.conflicts.length ?? 0)
      expect(taken).toBe(accepted)
      const ended = await readTenant(database.ro, tenant.id, (tx) => getImportRun(tx, result?.runId ?? ''))
      expect(ended.status).toMatch(/^completed/)
      expect(ended.tables).toEqual(ended.file)
    }),
    { numRuns: files },
  )
}, 600_000)
