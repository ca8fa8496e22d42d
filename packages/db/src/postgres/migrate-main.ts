import { migrate } from './migrate.ts'
import { databaseSettings, ensureRoles } from './role-urls.ts'
import { endPlainly } from './wrong-setting.ts'

endPlainly()

const urls = await ensureRoles(databaseSettings(process.env))
await migrate(urls.app_migrator, { onProgress: (line) => process.stdout.write(`${line}\n`) })
