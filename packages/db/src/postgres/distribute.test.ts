import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { readCatalogue, type Table } from './catalogue.ts'

let tables: Table[]
beforeAll(async () => {
  const database = await testDatabase()
  tables = await readCatalogue(database.adminUrl)
  await database.close()
})

const script = readFileSync(join(import.meta.dirname, '../../citus/distribute.sql'), 'utf8')

function named(list: string): string[] {
  const array = new RegExp(`${list} constant text\\[\\] := array\\[([^\\]]*)\\]`).exec(script)?.[1] ?? ''
  return [...array.matchAll(/'(\w+)'/g)].map(([, name]) => name ?? '')
}

test('on a cluster every table is spread by its tenant, copied to every node or kept by the coordinator', () => {
  const withoutTenant = tables.filter(({ columns }) => columns.every(({ name }) => name !== 'tenant_id'))
  const ofTheEngine = tables.filter(({ name }) => name.startsWith('workflow_'))

  const kept = [...named('reference_tables'), ...named('local_tables')]
  const expected = [...withoutTenant, ...ofTheEngine].map(({ name }) => name)
  expect(kept.sort()).toEqual([...expected, 'schema_migration'].sort())
})

test('no table that is spread by tenant refers to one the coordinator keeps, nor the other way round', () => {
  const local = new Set(named('local_tables'))
  const references = tables.flatMap(({ name, constraints }) =>
    constraints.flatMap(({ references: other }) => (other === undefined ? [] : [{ name, other }])),
  )
  expect(references.length).toBeGreaterThan(50)
  expect(references.filter(({ name, other }) => local.has(name) !== local.has(other))).toEqual([])
})
