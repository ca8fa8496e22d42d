import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { raw, type SystemTx } from './client.ts'

const names = readdirSync(join(import.meta.dirname, '../migrations')).filter((name) => name.endsWith('.sql'))

/** The migrations this release was built with that the database does not have yet. */
export async function missingMigrations(tx: SystemTx): Promise<string[]> {
  const applied = await raw<{ name: string }>(tx, 'select name from schema_migration', [])
  const known = new Set(applied.map(({ name }) => name))
  return names.filter((name) => !known.has(name)).sort()
}
