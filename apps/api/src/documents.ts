import { eventDocument, lifecycleDocument } from '@mainstay/domain/lifecycle/document'
import { permissionTable } from './http/permission-table.ts'
import { appRouter } from './router/router.ts'

/** The pages of docs/ that are made from the code, by name. */
export const generatedDocuments: Record<string, string> = {
  'permissions.md': permissionTable(appRouter),
  'lifecycles.md': lifecycleDocument(),
  'events.md': eventDocument(),
}
