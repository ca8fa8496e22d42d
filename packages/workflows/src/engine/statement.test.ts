import { join } from 'node:path'
import { statements } from '@mainstay/db/postgres/statement'
import { type TestDatabase, testDatabase } from '@mainstay/db/test/database'
import { breachesOf, importAll } from '@mainstay/db/test/statement-rules'
import { afterAll, beforeAll, expect, test } from 'vitest'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

test('every statement of the engine answers what it declares, in the schema as it is migrated', async () => {
  await importAll(join(import.meta.dirname, '..'))
  const engines = statements.filter(({ text }) => text.includes('workflow_'))
  expect(engines.length).toBeGreaterThan(20)
  expect(await breachesOf(database.adminUrl, engines)).toEqual([])
})
