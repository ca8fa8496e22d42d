import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lifecycles } from '@mainstay/domain/audit/action'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { readCatalogue, type Table } from './catalogue.ts'
import { dataModel } from './data-model.ts'
import { schemaTypes } from './schema-types.ts'

let database: TestDatabase
let tables: Table[]
beforeAll(async () => {
  database = await testDatabase()
  tables = await readCatalogue(database.adminUrl)
})
afterAll(() => database.close())

const read = (path: string) => readFileSync(join(import.meta.dirname, path), 'utf8')

test('the types say what the migrated database says', () => {
  expect(read('schema.generated.ts'), 'run pnpm generate').toBe(schemaTypes(tables))
})

test('the data model document says what the migrated database says', () => {
  expect(read('../../../../docs/data-model.md'), 'run pnpm generate').toBe(dataModel(tables))
})

/** Where a noun's rows are not in the table of its name. */
const tableOf: Record<string, string> = { webhook: 'webhook_quarantine', workflow: 'workflow_run' }

test.each(Object.entries(lifecycles))('a %s in the database has the states of its lifecycle', (noun, { states }) => {
  const name = tableOf[noun] ?? noun.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  const column = tables.find((table) => table.name === name)?.columns.find((each) => each.name === 'status')
  expect(new Set(column?.values)).toEqual(new Set(states))
})

test('every table says what it holds, how long it is kept and whom it tells of', () => {
  const silent = tables
    .filter(({ comment }) => !/^.+retention: .+; personal: .+$/.test(comment))
    .map(({ name }) => name)
  expect(silent).toEqual([])
})
