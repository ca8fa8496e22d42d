import { listAll } from '@mainstay/db/list/list'
import { readTenant } from '@mainstay/db/postgres/client'
import { refunds } from '@mainstay/db/refund/list'
import { purchaseNumber } from '@mainstay/domain/purchase/number'
import { type RefundStatus } from '@mainstay/domain/refund/lifecycle'
import { hoursAfter } from '@mainstay/domain/work-item/queue'
import { v7 } from 'uuid'
import type { BackdatedRuns } from './backdate.ts'
import { type Colleague, findColleagues } from './colleagues.ts'
import { decideRefund, requestRefund } from './decide-refund.ts'
import { allOf, type DemoContext, type DemoMarketplace, untilRunsEnd } from './demo-context.ts'
import { outages } from './demo-worker.ts'
import { type Fault, setFaults } from './provider-faults.ts'
import type { PlannedRefund, Sending } from './refund-plan.ts'
import { type ChooseTarget, targetsOf } from './refund-target.ts'
import { dropWebhooks, timeoutAfterCommit } from './seed-purchases.ts'
import { stableDigest } from './stable-digest.ts'

/** What the provider does to one refund. A bounce comes later and by webhook, so from then on none may be dropped. */
const faultsOf: Record<Exclude<Sending, 'succeeds'>, readonly Fault[]> = {
  fails: [{ operation: 'refunds.create', fault: 'decline', times: 1 }, ...dropWebhooks],
  unknown: [timeoutAfterCommit('refunds.create'), ...dropWebhooks],
  bounces: [],
}

type Seeding = {
  demo: DemoContext
  market: DemoMarketplace
  backdated: BackdatedRuns
  colleague: (key: string) => Colleague
  choose: ChooseTarget
}
type KnownRefund = { id: string; status: RefundStatus }

/** Refunds, from the first request to what became of the money, by the people who asked and decided. */
export async function seedRefunds(demo: DemoContext, market: DemoMarketplace, backdated: BackdatedRuns): Promise<void> {
  const colleague = await findColleagues(demo.ro, market)
  const seeding = { demo, market, backdated, colleague, choose: await targetsOf(demo, market) }
  const known = await refundsByNumber(seeding)
  for (const [position, planned] of market.plan.refunds.entries()) {
    const key = `${market.tenant.slug} refund ${position}`
    const number = purchaseNumber('RF', stableDigest(key))
    const refund = known.get(number) ?? (await request(seeding, planned, number))
    if (refund?.status === 'requested') await decide(seeding, planned, { refundId: refund.id, runId: v7() })
  }
  await untilRunsEnd(demo, market.tenant.id)
}

async function refundsByNumber({ demo, market }: Seeding): Promise<Map<string, KnownRefund>> {
  const known = await readTenant(demo.ro, market.tenant.id, (tx) => listAll(tx, refunds, allOf(demo)))
  return new Map(known.map((refund) => [refund.number, refund]))
}

async function request(seeding: Seeding, planned: PlannedRefund, number: string): Promise<KnownRefund | undefined> {
  const { demo, market, colleague, choose } = seeding
  const at = requestedAt(demo, planned)
  const target = await choose(planned, at)
  if (target === undefined) return undefined
  const by = colleague(planned.requestedBy)
  const id = await requestRefund(demo.rw, market.tenant.id, { planned, target, number, by, at })
  return { id, status: 'requested' }
}

async function decide(
  { demo, market, backdated, colleague }: Seeding,
  planned: PlannedRefund,
  ids: { refundId: string; runId: string },
): Promise<void> {
  const { decision } = planned
  if (decision === undefined) return
  const at = hoursAfter(requestedAt(demo, planned), decision.afterHours)
  const done = () => untilRunsEnd(demo, market.tenant.id)
  const sending = decision.verdict === 'approved' ? decision.sending : 'succeeds'
  backdated.set(ids.runId, { beganAt: at, ...(sending === 'unknown' && { without: outages(demo).questions }) })
  if (sending !== 'succeeds') {
    // What goes wrong must not meet one that was sent before and is still on its way.
    await done()
    await setFaults(demo.sandbox, faultsOf[sending])
  }
  await decideRefund(demo.rw, market.tenant.id, { ...decision, ...ids, by: colleague(decision.by), at })
  if (sending === 'succeeds') return
  await done()
  if (sending !== 'bounces') await setFaults(demo.sandbox, dropWebhooks)
}

/** Requests of earlier days were made in the morning. */
function requestedAt({ now }: DemoContext, { hoursAgo }: PlannedRefund): Date {
  const at = hoursAfter(now, -hoursAgo)
  if (hoursAgo >= 48) at.setUTCHours(6 + (hoursAgo % 5), (hoursAgo * 7) % 60, (hoursAgo * 11) % 60, 0)
  return at
}
