import { setFaults } from '@mainstay/sandbox/test/control'
import { type Count, type Harness, isRight, judge, settle, wordsOf } from './settle.ts'
import type { Placed } from './shop.ts'
import { openStepMatrix, type Point, type Side } from './step-matrix.ts'

const sides: readonly Side[] = ['before', 'after']
const card = 'pm_card_visa'

type Journey = { kind: string; isUnanswered: boolean; start: () => Promise<string> }
type Killed = Point & { purchaseId: string }

const stepsOf = `
select s.name from workflow_step s join workflow_run w on w.tenant_id = s.tenant_id and w.id = s.run_id
where s.status = 'done' and w.kind like $2 || '@%' and (w.subject_id::text = $1
  or w.subject_id in (select r.id from refund r where r.purchase_id::text = $1))
order by s.seq`

/** Kills the worker before and after every step of both workflows is recorded, each time in a purchase of its own. */
export async function killAtEveryStep(harness: Harness): Promise<Count> {
  const { system, books } = harness
  const since = new Date()
  const journeys = journeysOf(harness)
  const stepNames = async (purchaseId: string, kind: string) =>
    (await books.look<{ name: string }>(stepsOf, [purchaseId, kind])).map(({ name }) => name)

  const points: { journey: Journey; step: string }[] = []
  for (const journey of journeys) {
    await faultsOf(harness, journey)
    const purchaseId = await journey.start()
    await settle(harness, since)
    const known = new Set(points.filter((point) => point.journey.kind === journey.kind).map(({ step }) => step))
    const names = await stepNames(purchaseId, journey.kind)
    points.push(...names.filter((step) => !known.has(step)).map((step) => ({ journey, step })))
  }
  console.log(`\nKilling the worker on both sides of ${points.length} steps`)

  const matrix = await openStepMatrix(system, books)
  const killed: Killed[] = []
  for (const { journey, step } of points) {
    for (const side of sides) {
      await faultsOf(harness, journey)
      const { kind } = journey
      const purchaseId = await matrix.killAt({ kind, step, side }, journey.start)
      const isRecorded = (await stepNames(purchaseId, kind)).includes(step)
      if (isRecorded !== (side === 'after')) throw new Error(`the worker was not killed ${side} "${step}" was recorded`)
      killed.push({ kind, step, side, purchaseId })
      if (killed.length % 10 === 0) console.log(`  ${killed.length} of ${points.length * sides.length}`)
    }
  }
  await matrix.close()
  await setFaults(system.sandbox, [])
  await settle(harness, since)
  return report(harness, killed)
}

/** A purchase and a refund where all goes well, and where the provider's answers are lost. */
function journeysOf({ shop, staff, books }: Harness): Journey[] {
  const buy = async (): Promise<Placed> => {
    const placed = await shop.place(shop.newOrder(card))
    if (placed === undefined) throw new Error('nobody took the purchase')
    return placed
  }
  const bought = async () => (await buy()).id
  const refunded = async () => {
    const { id, orders } = await buy()
    const [order] = orders
    const lineId = order && (await books.lineOf(order.id))
    const asked = lineId && (await staff.request(order.id, lineId))
    if (!asked) throw new Error('nobody took the refund')
    await staff.approve(asked)
    return id
  }
  return [
    { kind: 'pay-purchase', isUnanswered: false, start: bought },
    { kind: 'pay-purchase', isUnanswered: true, start: bought },
    { kind: 'pay-refund', isUnanswered: false, start: refunded },
    { kind: 'pay-refund', isUnanswered: true, start: refunded },
  ]
}

async function faultsOf({ system }: Harness, { kind, isUnanswered }: Journey): Promise<void> {
  const operations =
    kind === 'pay-refund'
      ? (['refunds.create'] as const)
      : (['payment_intents.create', 'payment_intents.capture'] as const)
  const unanswered = operations.map(
    (operation) => ({ operation, fault: 'timeout_after_commit', latencyMs: 300 }) as const,
  )
  // A webhook would say what the answer did not.
  const faults = [...unanswered, { operation: '*', fault: 'drop_webhook' } as const]
  await setFaults(system.sandbox, isUnanswered ? faults : [])
}

async function report(harness: Harness, killed: readonly Killed[]): Promise<Count> {
  const judged = new Map((await judge(harness)).map((each) => [each.row.id, each]))
  const count = { lost: 0, duplicated: 0, imbalance: await harness.books.differences() }
  for (const { kind, step, side, purchaseId } of killed) {
    const found = judged.get(purchaseId)
    const words = found === undefined ? 'the purchase is gone' : wordsOf(found.verdict)
    count.lost += found === undefined || found.verdict.lost.length > 0 ? 1 : 0
    count.duplicated += found !== undefined && found.verdict.duplicated.length > 0 ? 1 : 0
    count.imbalance += found?.verdict.imbalance ?? 0
    const outcome = found !== undefined && isRight(found.verdict) ? found.row.paymentStatus : `WRONG: ${words}`
    const where = `${kind}: killed ${side} "${step}" was recorded`
    console.log(`  ${where.padEnd(90)} ${outcome}`)
  }
  return count
}
