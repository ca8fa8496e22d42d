import { session } from './session.ts'
import { system } from './system.ts'
import { router } from './trpc.ts'

export const appRouter = router({
  session,
  system,
})

export type AppRouter = typeof appRouter
