import { listAll } from '@mainstay/db/list/list'
import { readTenant } from '@mainstay/db/postgres/client'
import { refunds } from '@mainstay/db/refund/list'
import { purchaseNumber } from '@mainstay/domain/purchase/number'
import { type RefundStatus } from '@mainstay/domain/refund/lifecycle'
import { type Colleague, findColleagues } from './colleagues.ts'
import { decideRefund, requestRefund } from './decide-refund.ts'
import { digestOf, idOf } from './lasting-name.ts'
import type { Pace } from './pace.ts'
import { type Fault, setFaults } from './provider-faults.ts'
import { nobodyListens, unanswered } from './purchases.ts'
import type { PlannedRefund, Sending } from './refund-plan.ts'
import { type ChooseTarget, targetsOf } from './refund-target.ts'
import { outages } from './worker-of-the-past.ts'
import { allOf, type OpenMarketplace, untilAllIsDone, type World } from './world.ts'

/** What the provider does to one refund. A bounce comes later and by webhook, so from then on none may be dropped. */
const faultsOf: Record<Exclude<Sending, 'succeeds'>, readonly Fault[]> = {
  fails: [{ operation: 'refunds.create', fault: 'decline', times: 1 }, ...nobodyListens],
  unknown: [unanswered('refunds.create'), ...nobodyListens],
  bounces: [],
}

type Telling = {
  world: World
  open: OpenMarketplace
  pace: Pace
  colleague: (key: string) => Colleague
  choose: ChooseTarget
}
type KnownRefund = { id: string; status: RefundStatus }

/** Refunds, from the first request to what became of the money, by the people who asked and decided. */
export async function tellRefunds(world: World, open: OpenMarketplace, pace: Pace): Promise<void> {
  const colleague = await findColleagues(world.ro, open)
  const telling = { world, open, pace, colleague, choose: await targetsOf(world, open) }
  const known = await refundsByNumber(telling)
  for (const [position, planned] of open.plan.refunds.entries()) {
    const key = `${open.tenant.slug} refund ${position}`
    const number = purchaseNumber('RF', digestOf(key))
    const refund = known.get(number) ?? (await request(telling, planned, number))
    if (refund?.status === 'requested') await decide(telling, planned, { refundId: refund.id, runId: idOf(key) })
  }
  await untilAllIsDone(world, open.tenant.id)
}

async function refundsByNumber({ world, open }: Telling): Promise<Map<string, KnownRefund>> {
  const known = await readTenant(world.ro, open.tenant.id, (tx) => listAll(tx, refunds, allOf(world)))
  return new Map(known.map((refund) => [refund.number, refund]))
}

async function request(telling: Telling, planned: PlannedRefund, number: string): Promise<KnownRefund | undefined> {
  const { world, open, colleague, choose } = telling
  const at = requestedAt(world, planned)
  const target = await choose(planned, at)
  if (target === undefined) return undefined
  const by = colleague(planned.requestedBy)
  const id = await requestRefund(world.rw, open.tenant.id, { planned, target, number, by, at })
  return { id, status: 'requested' }
}

async function decide(
  { world, open, pace, colleague }: Telling,
  planned: PlannedRefund,
  ids: { refundId: string; runId: string },
): Promise<void> {
  const { decision } = planned
  if (decision === undefined) return
  const at = hoursAfter(requestedAt(world, planned), decision.afterHours)
  const done = () => untilAllIsDone(world, open.tenant.id)
  const sending = decision.verdict === 'approved' ? decision.sending : 'succeeds'
  pace.set(ids.runId, { beganAt: at, ...(sending === 'unknown' && { without: outages(world).questions }) })
  if (sending !== 'succeeds') {
    // What goes wrong must not meet one that was sent before and is still on its way.
    await done()
    await setFaults(world.sandbox, faultsOf[sending])
  }
  await decideRefund(world.rw, open.tenant.id, { ...decision, ...ids, by: colleague(decision.by), at })
  if (sending === 'succeeds') return
  await done()
  if (sending !== 'bounces') await setFaults(world.sandbox, nobodyListens)
}

/** Requests of earlier days were made in the morning. */
function requestedAt({ now }: World, { hoursAgo }: PlannedRefund): Date {
  const at = hoursAfter(now, -hoursAgo)
  if (hoursAgo >= 48) at.setUTCHours(6 + (hoursAgo % 5), (hoursAgo * 7) % 60, (hoursAgo * 11) % 60, 0)
  return at
}

function hoursAfter(at: Date, hours: number): Date {
  return new Date(at.getTime() + hours * 3_600_000)
}
