import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { permissionTable } from './http/permission-table.ts'
import { appRouter } from './router/router.ts'

writeFileSync(join(import.meta.dirname, '../../../docs/permissions.md'), permissionTable(appRouter))
