import { createSmtpMailer } from '@mainstay/integrations/mail/smtp'
import { createStripeGateway } from '@mainstay/integrations/payments/stripe'
import { createResilience } from '@mainstay/integrations/resilience'
import type { SpawnedSandbox } from '@mainstay/sandbox/test/spawn-sandbox'
import type { Services } from '../src/services.ts'

export type Outside = Pick<SpawnedSandbox, 'url' | 'smtpPort'>

/** What a worker of any process needs to reach this database and this outside world. */
export function servicesFor(read: Services['read'], outside: Outside, clock = () => new Date()): Services {
  const resilience = createResilience({ tryTimeoutMs: 2000, retriesMax: 0, callsPerSecondMin: 1000, concurrentMax: 64 })
  return {
    gateway: createStripeGateway({ secretKey: 'sk_test_sandbox', apiBase: outside.url }, resilience),
    mailer: createSmtpMailer(
      { host: '127.0.0.1', port: outside.smtpPort, secure: false, from: 'Nordwind <shop@nordwind.example>' },
      resilience,
    ),
    read,
    clock,
    config: { mailDomain: 'nordwind.example', mailLocale: 'en-IE' },
  }
}
