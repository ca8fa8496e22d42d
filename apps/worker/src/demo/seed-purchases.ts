import { listAll } from '@mainstay/db/list/list'
import { readTenant } from '@mainstay/db/postgres/client'
import { workflowRuns } from '@mainstay/db/workflow-run/workflow-run'
import { payPurchase } from '@mainstay/workflows/pay-purchase'
import { v7 } from 'uuid'
import type { BackdatedRuns } from './backdate.ts'
import { allOf, type DemoContext, type DemoMarketplace, untilRunsEnd } from './demo-context.ts'
import { outages } from './demo-worker.ts'
import { placePurchases } from './place-purchases.ts'
import type { Fault } from './provider-faults.ts'
import { setFaults } from './provider-faults.ts'
import { type Fate, type PurchaseToPlace, planPurchases } from './purchase-plan.ts'

/** The purchases of a marketplace that are not placed yet, after telling the worker when each happened. */
export async function purchasesToPlace(
  demo: DemoContext,
  market: DemoMarketplace,
  backdated: BackdatedRuns,
): Promise<PurchaseToPlace[]> {
  const planned = planPurchases(market.plan, demo.now)
  const { captures, everything, questions } = outages(demo)
  const without: Partial<Record<Fate, typeof captures>> = {
    stopped_before_authorization: everything,
    stopped_before_capture: captures,
    authorization_unknown: questions,
    capture_unknown: questions,
  }
  const started = await readTenant(demo.ro, market.tenant.id, (tx) => listAll(tx, workflowRuns, allOf(demo)))
  const payRuns = started.filter(({ kind }) => kind === payPurchase.kind)
  const runIds = new Map(payRuns.map(({ id, purchase }) => [purchase?.number, id]))
  const withRuns = planned.map((purchase) => ({ ...purchase, runId: runIds.get(purchase.number) ?? v7() }))
  for (const { runId, placedAt, fate } of withRuns) {
    const missing = without[fate]
    backdated.set(runId, { beganAt: placedAt, ...(missing && { without: missing }) })
  }
  return withRuns.filter(({ number }) => !runIds.has(number))
}

/** While the demo is built, nobody is there to take the provider's webhooks. */
export const dropWebhooks: readonly Fault[] = [{ operation: '*', fault: 'drop_webhook' }]

/** What the provider does to the purchases of one fate; those of no trouble are placed first, all at once. */
const faultsByFate: readonly { fate: Fate; faults: readonly Fault[] }[] = [
  { fate: 'run_held', faults: [{ operation: 'payment_intents.capture', fault: 'unauthorized', times: 1 }] },
  { fate: 'authorization_unknown', faults: [timeoutAfterCommit('payment_intents.create')] },
  { fate: 'capture_unknown', faults: [timeoutAfterCommit('payment_intents.capture')] },
  { fate: 'stopped_before_capture', faults: [] },
  { fate: 'stopped_before_authorization', faults: [] },
]

/** The provider does what it was asked, and the connection breaks before it can say so. */
export function timeoutAfterCommit(operation: string): Fault {
  return { operation, fault: 'timeout_after_commit', times: 1, latencyMs: 400 }
}

/** Places the purchases and lets the worker take them as far as they get. Those just placed are left to the next worker. */
export async function seedPurchases(demo: DemoContext, market: DemoMarketplace, toPlace: readonly PurchaseToPlace[]) {
  const ofFate = (...fates: Fate[]) => toPlace.filter(({ fate }) => fates.includes(fate))
  const place = (purchases: readonly PurchaseToPlace[]) => placePurchases(demo.rw, market, purchases)
  const done = () => untilRunsEnd(demo, market.tenant.id)

  await setFaults(demo.sandbox, dropWebhooks)
  await place(ofFate('paid', 'declined', 'refund_fails'))
  await done()
  for (const { fate, faults } of faultsByFate) {
    const unlucky = ofFate(fate)
    if (unlucky.length === 0) continue
    await setFaults(demo.sandbox, [...faults, ...dropWebhooks])
    await place(unlucky)
    await done()
  }
  await setFaults(demo.sandbox, dropWebhooks)
}
