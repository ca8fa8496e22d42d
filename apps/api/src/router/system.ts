import { acrossTenants } from '@mainstay/db/postgres/client'
import { sql } from 'kysely'
import * as z from 'zod'
import { publicProcedure, router } from '../http/trpc.ts'

export const system = router({
  health: publicProcedure('says nothing about any tenant', {
    summary: 'Whether the api can do its work',
    rest: { method: 'GET', path: '/system/health' },
  })
    .input(z.strictObject({}).optional())
    .output(z.object({ status: z.literal('ok'), time: z.date() }))
    .query(async ({ ctx }) => {
      await acrossTenants(ctx.db, (tx) => tx.selectNoFrom(sql<number>`1`.as('answer')).execute())
      return { status: 'ok' as const, time: ctx.now }
    }),
})
