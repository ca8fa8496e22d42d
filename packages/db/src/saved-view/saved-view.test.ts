import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { createTenant } from '../../test/story.ts'
import { readTenant } from '../postgres/client.ts'
import { listSavedViews } from './saved-view.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

test('who may read no list sees no view of any', async () => {
  const tenantId = await createTenant(database.rw)
  const onlooker = { id: tenantId, seesEverything: true }
  expect(await readTenant(database.ro, tenantId, (tx) => listSavedViews(tx, [], onlooker))).toEqual([])
})
