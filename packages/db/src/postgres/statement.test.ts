import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { breachesOf, importAll } from '../../test/statement-rules.ts'
import { statements } from './statement.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

test('every statement answers what it declares, in the schema as it is migrated', async () => {
  await importAll(join(import.meta.dirname, '..'))
  expect(statements.length).toBeGreaterThan(40)
  expect(await breachesOf(database.adminUrl, statements)).toEqual([])
})

test('a statement that the schema or its declaration has left behind is named', async () => {
  const breaches = await breachesOf(database.adminUrl, [
    { text: 'select gone from purchase', columns: { gone: 'text' } },
    { text: 'select id, number from purchase', columns: { id: 'text', label: 'text' } },
    { text: 'select external_id, 1 as one from purchase', columns: { external_id: 'text', one: 'int' } },
    { text: 'select external_id from purchase', columns: { external_id: 'text?' } },
  ])
  expect(breaches).toEqual([
    'select gone from purchase: error: column "gone" does not exist',
    'select id, number from purchase: answers no label',
    'select id, number from purchase: id is uuid and not text',
    'select id, number from purchase: answers number, which is not declared',
    'select external_id, 1 as one from purchase: external_id may be null',
  ])
})
