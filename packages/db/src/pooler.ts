import * as z from 'zod'

const Flag = z.enum(['true', 'false']).transform((flag) => flag === 'true')

/** What is done without, or by another way, where a pooler stands between us and PostgreSQL: docs/pgbouncer.md. */
export const PoolerEnv = z.object({
  MAINSTAY_DATABASE_PREPARE: Flag.default(true),
  MAINSTAY_DATABASE_PIPELINE: Flag.default(true),
  /** Signed in as app_system, straight to PostgreSQL. */
  DATABASE_URL_LISTEN: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
})

export type Pooler = { sending: { prepare: boolean; pipeline: boolean }; listenUrl: string | undefined }

export function poolerFrom(env: z.infer<typeof PoolerEnv>): Pooler {
  return {
    sending: { prepare: env.MAINSTAY_DATABASE_PREPARE, pipeline: env.MAINSTAY_DATABASE_PIPELINE },
    listenUrl: env.DATABASE_URL_LISTEN,
  }
}

/** For a command that reads nothing else from the environment. */
export function readPooler(env: NodeJS.ProcessEnv): Pooler {
  const { data, error } = PoolerEnv.safeParse(env)
  if (error) throw new Error(z.prettifyError(error))
  return poolerFrom(data)
}
