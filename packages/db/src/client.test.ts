import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../test/database.ts'
import { inTenant, raw } from './client.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

test('a transaction sees its tenant', async () => {
  const rows = await inTenant(database.rw, '00000000-0000-7000-8000-000000000001', (tx) =>
    raw(tx, "select current_setting('app.tenant_id') as tenant", []),
  )
  expect(rows).toEqual([{ tenant: '00000000-0000-7000-8000-000000000001' }])
})
