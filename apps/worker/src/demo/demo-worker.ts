import type { PaymentGateway } from '@mainstay/integrations/payments/payment-gateway'
import { createStripeGateway } from '@mainstay/integrations/payments/stripe'
import { createResilience } from '@mainstay/integrations/resilience'
import type { Services } from '@mainstay/workflows/services'
import { allWorkflows, runWorker } from '../worker.ts'
import { type BackdatedRuns, backdate } from './backdate.ts'
import type { DemoContext } from './demo-context.ts'

const leaseMs = 30_000

/** Beyond what the provider's bulkhead lets through at once, runs would only wait for each other. */
const concurrency = 16

/** The product's own worker over the runs of the demo, each at its own time. */
export function startDemoWorker({ rw, ro, system, listening, config, logger }: DemoContext, backdated: BackdatedRuns) {
  return runWorker({
    rw,
    ro,
    system,
    listening,
    config: { ...config, concurrency },
    workflows: allWorkflows.map((workflow) => backdate(workflow, backdated)),
    workerId: `demo/${process.pid}`,
    logger,
    leaseMs,
  })
}

/** Ways in which runs could not reach the payment provider while its key was being changed. */
export function outages({ config }: DemoContext) {
  const locked = createStripeGateway({ ...config.stripe, secretKey: 'sk_test_rolled' }, createResilience())
  const { capture, findPayment, getPayment, listRefunds } = locked
  const missing = (part: Partial<PaymentGateway>) => (services: Services) => ({
    ...services,
    gateway: { ...services.gateway, ...part },
  })
  return {
    /** Nothing can be asked for. */
    everything: missing(locked),
    /** The money is held, and cannot be taken. */
    captures: missing({ capture }),
    /** What became of a call that was not answered cannot be looked up. */
    questions: missing({ findPayment, getPayment, listRefunds }),
  }
}
