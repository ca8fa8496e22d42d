import { listAll } from '@mainstay/db/list/list'
import { readTenant } from '@mainstay/db/postgres/client'
import { purchases } from '@mainstay/db/purchase/list'
import type { Pace } from './pace.ts'
import { placePurchases } from './place-purchases.ts'
import type { Fault } from './provider-faults.ts'
import { setFaults } from './provider-faults.ts'
import { type Fate, type PlannedPurchase, planPurchases } from './purchase-plan.ts'
import { outages } from './worker-of-the-past.ts'
import { allOf, type OpenMarketplace, untilAllIsDone, type World } from './world.ts'

/** The purchases of a marketplace that are not placed yet, after telling the worker when each happened. */
export async function purchasesToCome(world: World, open: OpenMarketplace, pace: Pace): Promise<PlannedPurchase[]> {
  const planned = planPurchases(open.plan, world.now)
  const { captures, everything, questions } = outages(world)
  const without: Partial<Record<Fate, typeof captures>> = {
    stopped_before_authorisation: everything,
    stopped_before_capture: captures,
    authorisation_unknown: questions,
    capture_unknown: questions,
  }
  for (const { runId, placedAt, fate } of planned) {
    const missing = without[fate]
    pace.set(runId, { beganAt: placedAt, ...(missing && { without: missing }) })
  }
  const placed = await readTenant(world.ro, open.tenant.id, (tx) => listAll(tx, purchases, allOf(world)))
  const numbers = new Set(placed.map(({ number }) => number))
  return planned.filter(({ number }) => !numbers.has(number))
}

/** While the demo is built, nobody is there to take the provider's webhooks. */
export const nobodyListens: readonly Fault[] = [{ operation: '*', fault: 'drop_webhook' }]

/** What the provider does to the purchases of one fate; those of no trouble are placed first, all at once. */
const troubles: readonly { fate: Fate; faults: readonly Fault[] }[] = [
  { fate: 'run_held', faults: [{ operation: 'payment_intents.capture', fault: 'unauthorised', times: 1 }] },
  { fate: 'authorisation_unknown', faults: [unanswered('payment_intents.create')] },
  { fate: 'capture_unknown', faults: [unanswered('payment_intents.capture')] },
  { fate: 'stopped_before_capture', faults: [] },
  { fate: 'stopped_before_authorisation', faults: [] },
]

/** The provider does what it was asked, and the connection breaks before it can say so. */
export function unanswered(operation: string): Fault {
  return { operation, fault: 'timeout_after_commit', times: 1, latencyMs: 400 }
}

/** Places the purchases and lets the worker take them as far as they get. Those just placed are left to the next worker. */
export async function tellPurchases(world: World, open: OpenMarketplace, toCome: readonly PlannedPurchase[]) {
  const ofFate = (...fates: Fate[]) => toCome.filter(({ fate }) => fates.includes(fate))
  const place = (purchases: readonly PlannedPurchase[]) => placePurchases(world.rw, open, purchases)
  const done = () => untilAllIsDone(world, open.tenant.id)

  await setFaults(world.sandbox, nobodyListens)
  await place(ofFate('paid', 'declined', 'refund_fails'))
  await done()
  for (const { fate, faults } of troubles) {
    const unlucky = ofFate(fate)
    if (unlucky.length === 0) continue
    await setFaults(world.sandbox, [...faults, ...nobodyListens])
    await place(unlucky)
    await done()
  }
  await setFaults(world.sandbox, nobodyListens)
}
