import { createHmac } from 'node:crypto'
import { type Pooler, PoolerEnv, poolerFrom } from '@mainstay/db/postgres/pooler'
import { databaseSettings, readRoleUrls } from '@mainstay/db/postgres/role-urls'
import type { RoleUrls } from '@mainstay/db/postgres/roles'
import { WrongSetting } from '@mainstay/db/postgres/wrong-setting'
import { WholeNumber } from '@mainstay/domain/command/written'
import * as z from 'zod'
import { isNetwork, type TrustedProxies } from './http/caller.ts'

const Port = WholeNumber({ min: 0, max: 65_535 })
const Flag = z.enum(['true', 'false']).transform((flag) => flag === 'true')

/** `true` would let every caller name its own address. */
const Proxies = z
  .string()
  .default('false')
  .transform((text, ctx): TrustedProxies => {
    if (text === 'false') return 0
    if (/^\d$/.test(text)) return Number(text)
    const networks = text.split(',').map((network) => network.trim())
    if (networks.every(isNetwork)) return networks
    ctx.addIssue('must be false, how many proxies are in front of us, or their networks such as 10.0.0.0/8,fd00::/8')
    return z.NEVER
  })

const Env = z.object({
  ...PoolerEnv.shape,
  MAINSTAY_API_HOST: z.string().default('127.0.0.1'),
  MAINSTAY_API_PORT: Port.default(4000),
  MAINSTAY_ADMIN_PORT: Port.default(3000),
  /** Where the console and other pages of ours are served from, separated by commas. */
  MAINSTAY_ORIGINS: z.string().optional(),
  /** Signs the cursors of lists; the same in every process that serves them. */
  MAINSTAY_CURSOR_SECRET: z.string().min(32).optional(),
  /** Without one, no webhook of the payment provider is taken. */
  STRIPE_WEBHOOK_SECRET: z.string().min(1).optional(),
  /** Numbers over HTTP, apart from what callers reach; without a port they are served nowhere. */
  MAINSTAY_API_HEALTH_PORT: Port.optional(),
  MAINSTAY_HEALTH_HOST: z.string().default('127.0.0.1'),
  MAINSTAY_TLS: Flag.default(false),
  MAINSTAY_TRUST_PROXY: Proxies,
  /** The console shows it with each call and is believed about whose call it is. The same in both processes. */
  MAINSTAY_CONSOLE_SECRET: z.string().min(32).optional(),
  MAINSTAY_DRAIN_SECONDS: WholeNumber({ min: 0, max: 300 }).default(5),
})

export type ApiConfig = {
  host: string
  port: number
  allowedOrigins: readonly string[]
  cursorSecret: string
  /** By the provider that signs with it; one without takes no messages. */
  webhookSecrets: Readonly<Record<string, string | undefined>>
  healthHost?: string
  healthPort?: number | undefined
  /** Browsers reach us over TLS: cookies are Secure and bound to the host. */
  tls: boolean
  /** Proxies in front of the console or of us, which are believed about a caller's address. */
  trustedProxies: TrustedProxies
  consoleSecret?: string | undefined
  drainMillis: number
}

/** The only reader of the environment. Throws with every variable that is wrong and what it should be. */
export function readEnv(env: NodeJS.ProcessEnv): { config: ApiConfig; urls: RoleUrls; pooler: Pooler } {
  const parsed = Env.safeParse(env)
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`)
    throw new WrongSetting(`the environment is not as the api needs it:\n${faults.join('\n')}`)
  }
  const given = parsed.data
  const urls = readRoleUrls(databaseSettings(env))
  const console = ['localhost', '127.0.0.1'].map((host) => `http://${host}:${given.MAINSTAY_ADMIN_PORT}`)
  return {
    config: {
      host: given.MAINSTAY_API_HOST,
      port: given.MAINSTAY_API_PORT,
      allowedOrigins: given.MAINSTAY_ORIGINS?.split(',').map((origin) => origin.trim()) ?? console,
      cursorSecret: given.MAINSTAY_CURSOR_SECRET ?? sharedSecret(urls),
      webhookSecrets: { stripe: given.STRIPE_WEBHOOK_SECRET },
      healthHost: given.MAINSTAY_HEALTH_HOST,
      healthPort: given.MAINSTAY_API_HEALTH_PORT,
      tls: given.MAINSTAY_TLS,
      trustedProxies: given.MAINSTAY_TRUST_PROXY,
      consoleSecret: given.MAINSTAY_CONSOLE_SECRET,
      drainMillis: given.MAINSTAY_DRAIN_SECONDS * 1000,
    },
    urls,
    pooler: poolerFrom(given),
  }
}

/** From what all processes of one installation have in common: their way into the database. */
function sharedSecret({ app_rw }: RoleUrls): string {
  return createHmac('sha256', app_rw).update('cursors of lists').digest('base64url')
}
