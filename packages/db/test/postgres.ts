import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startPostgres } from '../src/postgres/embedded.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The administrator's URL of a PostgreSQL that tests may fill with databases. */
    postgresUrl: string
  }
}

/** One cluster for each vitest process; `TEST_DATABASE_URL` or `DATABASE_URL` name one that exists. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'] ?? process.env['DATABASE_URL']
  if (given) {
    project.provide('postgresUrl', given)
    return async () => {}
  }
  const folder = mkdtempSync(join(tmpdir(), 'mainstay-test-'))
  chmodSync(folder, 0o755)
  const postgres = await startPostgres({ dir: join(folder, 'postgres'), ephemeral: true })
  project.provide('postgresUrl', postgres.url)
  return async () => {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
