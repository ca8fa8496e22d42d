import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCatalogue } from './catalogue.ts'
import { dataModel } from './data-model.ts'
import { startPostgres } from './embedded.ts'
import { migrate } from './migrate.ts'
import { ensureRoles } from './role-urls.ts'
import { schemaTypes } from './schema-types.ts'

const folder = mkdtempSync(join(tmpdir(), 'mainstay-generate-'))
const postgres = await startPostgres({ dir: join(folder, 'postgres'), ephemeral: true })
try {
  const urls = await ensureRoles({ administratorUrl: postgres.url, dataDir: folder, given: {} })
  await migrate(urls.app_migrator)
  const tables = await readCatalogue(postgres.url)
  writeFileSync(join(import.meta.dirname, 'schema.generated.ts'), schemaTypes(tables))
  writeFileSync(join(import.meta.dirname, '../../../../docs/data-model.md'), dataModel(tables))
} finally {
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}
