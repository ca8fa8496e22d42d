import { catalogue } from './catalogue.ts'
import { importRun } from './import-run.ts'
import { order } from './order.ts'
import { purchase } from './purchase.ts'
import { session } from './session.ts'
import { system } from './system.ts'
import { router } from './trpc.ts'

export const appRouter = router({
  catalogue,
  importRun,
  order,
  purchase,
  session,
  system,
})

export type AppRouter = typeof appRouter
