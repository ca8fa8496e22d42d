import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeOnce } from '../packages/db/src/postgres/write-once.ts'
import { dataDir } from './paths.ts'

export type Ports = { api: number; admin: number; sandbox: number; mail: number }

const HOST = '127.0.0.1'

/** What every process is told. What the caller has set already (a real provider, a mail server) stays. */
export function environment(ports: Ports, isDevelopment: boolean): NodeJS.ProcessEnv {
  const sandbox = `http://${HOST}:${ports.sandbox}`
  const api = `http://${HOST}:${ports.api}`
  const webhookSecret = `whsec_${secret('stripe-webhook-secret')}`
  const offered = {
    // Nothing in front of us needs time to notice that we are going.
    MAINSTAY_DRAIN_SECONDS: '0',
    MAINSTAY_API_URL: api,
    MAINSTAY_ADMIN_URL: `http://localhost:${ports.admin}`,
    MAINSTAY_SECRET: secret('secret'),
    MAINSTAY_CONSOLE_SECRET: secret('console-secret'),
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    STRIPE_SECRET_KEY: 'sk_test_sandbox',
    STRIPE_API_BASE: sandbox,
    SMTP_URL: `smtp://${HOST}:${ports.mail}`,
    SANDBOX_PORT: `${ports.sandbox}`,
    SANDBOX_SMTP_PORT: `${ports.mail}`,
    SANDBOX_DATA: join(dataDir, 'sandbox.sqlite'),
    SANDBOX_WEBHOOK_URL: `${api}/webhooks/stripe`,
    SANDBOX_WEBHOOK_SECRET: webhookSecret,
  }
  const decided = {
    HOST,
    NODE_ENV: isDevelopment ? 'development' : 'production',
    MAINSTAY_DATA_DIR: dataDir,
    MAINSTAY_API_PORT: `${ports.api}`,
    MAINSTAY_ADMIN_PORT: `${ports.admin}`,
  }
  return { ...offered, ...process.env, ...decided }
}

/** Made once for this data folder and kept in it, readable by its owner alone. */
function secret(name: string): string {
  const file = join(dataDir, name)
  if (!existsSync(file)) writeOnce(file, `${randomBytes(32).toString('hex')}\n`)
  return readFileSync(file, 'utf8').trim()
}
