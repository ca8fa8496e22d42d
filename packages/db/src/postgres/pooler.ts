import * as z from 'zod'
import { WrongSetting } from './wrong-setting.ts'

const Flag = z.enum(['true', 'false']).transform((flag) => flag === 'true')

/** What is said otherwise where a pooler stands before PostgreSQL (docs/pgbouncer.md) or Citus behind it (docs/scaling.md). */
export const PoolerEnv = z.object({
  MAINSTAY_DATABASE_PREPARE: Flag.default(true),
  MAINSTAY_DATABASE_PIPELINE: Flag.default(true),
  MAINSTAY_DATABASE_TWO_PHASE: Flag.default(false),
  /** Signed in as app_system, straight to PostgreSQL. */
  DATABASE_URL_LISTEN: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
})

export type Pooler = {
  sending: { prepare: boolean; pipeline: boolean; twoPhase: boolean }
  listenUrl: string | undefined
}

export function poolerFrom(env: z.infer<typeof PoolerEnv>): Pooler {
  return {
    sending: {
      prepare: env.MAINSTAY_DATABASE_PREPARE,
      pipeline: env.MAINSTAY_DATABASE_PIPELINE,
      twoPhase: env.MAINSTAY_DATABASE_TWO_PHASE,
    },
    listenUrl: env.DATABASE_URL_LISTEN,
  }
}

/** For a command that reads nothing else from the environment. */
export function readPooler(env: NodeJS.ProcessEnv): Pooler {
  const { data, error } = PoolerEnv.safeParse(env)
  if (error) throw new WrongSetting(z.prettifyError(error))
  return poolerFrom(data)
}
