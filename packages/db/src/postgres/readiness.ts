import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { acrossTenants, type Database, type SystemTx } from './client.ts'
import { roleSettings } from './roles.ts'
import { known, statement } from './statement.ts'

const names = readdirSync(join(import.meta.dirname, '../../migrations')).filter((name) => name.endsWith('.sql'))

const appliedMigrations = statement({ name: 'text' }, 'select name from schema_migration')

const settingsLeftOff = statement(
  { role: 'text', name: known<keyof typeof roleSettings>('text') },
  "select current_user::text as role, name from unnest($1::text[]) name where current_setting(name) in ('0', 'on')",
)

/** The migrations this release was built with that the database does not have yet. */
export async function missingMigrations(tx: SystemTx): Promise<string[]> {
  const applied = await appliedMigrations(tx, [])
  const known = new Set(applied.map(({ name }) => name))
  return names.filter((name) => !known.has(name)).sort()
}

/**
 * Tells `warn` the statements that would give the role of `db` the settings it lacks, as a role may that others made. A
 * database that is away is not asked again.
 */
export async function warnOfMissingSettings(db: Database, warn: (statements: string[]) => void): Promise<void> {
  const missing = await acrossTenants(db, (tx) => settingsLeftOff(tx, [Object.keys(roleSettings)])).catch(() => [])
  if (missing.length > 0)
    warn(missing.map(({ role, name }) => `alter role ${role} set ${name} = ${roleSettings[name]}`))
}
