import { type Pooler, PoolerEnv, poolerFrom } from '@mainstay/db/postgres/pooler'
import { databaseSettings, readRoleUrls } from '@mainstay/db/postgres/role-urls'
import type { RoleUrls } from '@mainstay/db/postgres/roles'
import { WrongSetting } from '@mainstay/db/postgres/wrong-setting'
import { WholeNumber } from '@mainstay/domain/command/written'
import type { SmtpConfig } from '@mainstay/integrations/mail/smtp'
import type { StripeConfig } from '@mainstay/integrations/payments/stripe'
import type { WorkflowConfig } from '@mainstay/workflows/services'
import * as z from 'zod'

const Port = WholeNumber({ min: 0, max: 65_535 })

const Env = z.object({
  ...PoolerEnv.shape,
  STRIPE_SECRET_KEY: z.string().min(1),
  /** Where the provider is, when it is not Stripe itself. */
  STRIPE_API_BASE: z.url().optional(),
  /** `smtp://user:password@host:587`, or `smtps://` for TLS from the first byte. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }),
  MAINSTAY_MAIL_FROM: z.string().default('Mainstay <no-reply@mainstay.example>'),
  /** The right-hand side of our Message-IDs. */
  MAINSTAY_MAIL_DOMAIN: z.string().default('mainstay.example'),
  /** How amounts are written in mails. */
  MAINSTAY_MAIL_LOCALE: z.string().default('en-IE'),
  /** Health and numbers over HTTP; without it the worker listens nowhere. */
  MAINSTAY_WORKER_PORT: Port.optional(),
  MAINSTAY_HEALTH_HOST: z.string().default('127.0.0.1'),
  /** Runs in hand at once, in each lane. */
  MAINSTAY_WORKER_CONCURRENCY: WholeNumber({ min: 1, max: 500 }).default(50),
  MAINSTAY_DRAIN_SECONDS: WholeNumber({ min: 0, max: 300 }).default(5),
})

export type WorkerConfig = {
  stripe: StripeConfig
  smtp: SmtpConfig
  workflows: WorkflowConfig
  healthHost?: string
  healthPort: number | undefined
  concurrency: number
  graceMs: number
}

/** The only reader of the environment. Throws with every variable that is wrong and what it should be. */
export function readEnv(env: NodeJS.ProcessEnv): { config: WorkerConfig; urls: RoleUrls; pooler: Pooler } {
  const parsed = Env.safeParse(env)
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`)
    throw new WrongSetting(`the environment is not as the worker needs it:\n${faults.join('\n')}`)
  }
  const given = parsed.data
  return {
    config: {
      stripe: {
        secretKey: given.STRIPE_SECRET_KEY,
        ...(given.STRIPE_API_BASE && { apiBase: given.STRIPE_API_BASE }),
      },
      smtp: smtpFrom(new URL(given.SMTP_URL), given.MAINSTAY_MAIL_FROM),
      workflows: { mailDomain: given.MAINSTAY_MAIL_DOMAIN, mailLocale: given.MAINSTAY_MAIL_LOCALE },
      healthHost: given.MAINSTAY_HEALTH_HOST,
      healthPort: given.MAINSTAY_WORKER_PORT,
      concurrency: given.MAINSTAY_WORKER_CONCURRENCY,
      // A step in hand ends in this time; more than an outside call takes is not worth waiting for.
      graceMs: Math.max(5000, given.MAINSTAY_DRAIN_SECONDS * 1000),
    },
    urls: readRoleUrls(databaseSettings(env)),
    pooler: poolerFrom(given),
  }
}

function smtpFrom(url: URL, from: string): SmtpConfig {
  const secure = url.protocol === 'smtps:'
  return {
    host: url.hostname,
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    from,
    ...(url.username && { user: decodeURIComponent(url.username) }),
    ...(url.password && { password: decodeURIComponent(url.password) }),
  }
}
