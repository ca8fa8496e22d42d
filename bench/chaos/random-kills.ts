import { setTimeout as pause } from 'node:timers/promises'
import type { FaultRule } from '@mainstay/sandbox/faults'
import { setFaults } from '@mainstay/sandbox/test/control'
import { targets } from './processes.ts'
import { type Count, type Harness, type Judged, judge, settle, wordsOf } from './settle.ts'
import type { Order, Placed } from './shop.ts'

const killsMax = 100
const killingMs = 240_000
const pauseBetweenKillsMs = { least: 400, more: 3200 }
const buyers = 4
const purchasesMax = 400
const refundShare = 0.2

type Asked = { order: Order; placed: Placed | undefined }

/** Kills api, worker and PostgreSQL at random while buyers order and the provider is moody. */
export async function killAtRandom(harness: Harness): Promise<Count> {
  const since = new Date()
  const stopping = new AbortController()
  console.log(`\nKilling api, worker and PostgreSQL at random, up to ${killsMax} times`)
  const asked: Asked[] = []
  const load = Promise.all(Array.from({ length: buyers }, () => buy(harness, asked, stopping.signal)))
  const moods = beMoody(harness, stopping.signal)
  const kills = await kill(harness)
  stopping.abort()
  await Promise.all([load, moods])
  await setFaults(harness.system.sandbox, [])
  const held = await settle(harness, since)

  const ours = new Set(asked.map(({ order }) => order.key))
  const judged = (await judge(harness)).filter(({ row }) => ours.has(row.key))
  const unanswered = asked.filter(({ placed }) => placed === undefined).length
  const refunds = judged.reduce((sum, { row }) => sum + row.refundsSent, 0)
  console.log(
    `  ${kills} kills; ${asked.length} purchases asked for, ${judged.length} placed, ${unanswered} never answered, ` +
      `${judged.filter(({ row }) => row.paymentStatus === 'failed').length} declined, ${refunds} refunds; ` +
      `${held} runs driven again by hand`,
  )
  return report(harness, asked, judged)
}

async function kill({ system }: Harness): Promise<number> {
  let kills = 0
  const counts = new Map<string, number>()
  for (const deadline = Date.now() + killingMs; kills < killsMax && Date.now() < deadline; ) {
    await pause(pauseBetweenKillsMs.least + Math.random() * pauseBetweenKillsMs.more)
    if (!system.isRunning()) throw new Error(`the supervisor has given up, see ${system.dir}/supervisor.log`)
    const target = targets[Math.floor(Math.random() * targets.length)]
    if (target === undefined || !system.kill(target)) continue
    kills += 1
    counts.set(target, (counts.get(target) ?? 0) + 1)
    console.log(`  kill ${String(kills).padStart(3)}  ${target.padEnd(9)} ${new Date().toISOString().slice(11, 23)}`)
  }
  console.log(`  ${[...counts].map(([target, count]) => `${count} × ${target}`).join(', ')}`)
  return kills
}

/** One buyer after another; each asks until it is answered, also after the killing has stopped. */
async function buy({ shop, staff, books }: Harness, asked: Asked[], stop: AbortSignal): Promise<void> {
  const refunds: Promise<void>[] = []
  while (!stop.aborted && asked.length < purchasesMax) {
    const order = shop.newOrder(Math.random() < 0.1 ? 'pm_card_chargeDeclined' : 'pm_card_visa')
    const entry: Asked = { order, placed: undefined }
    asked.push(entry)
    entry.placed = await shop.place(order)
    const [first] = entry.placed?.orders ?? []
    if (first && Math.random() < refundShare) refunds.push(refund({ staff, books }, first.id))
    await pause(200 + Math.random() * 1200)
  }
  await Promise.all(refunds)
}

async function refund({ staff, books }: Pick<Harness, 'staff' | 'books'>, orderId: string): Promise<void> {
  const lineId = await books.lineOf(orderId)
  const requested = lineId && (await staff.request(orderId, lineId))
  if (requested) await staff.approve(requested)
}

const mood: readonly FaultRule[] = [
  { operation: 'payment_intents.create', fault: 'timeout_after_commit', times: 1, latencyMs: 500 },
  { operation: 'payment_intents.capture', fault: 'timeout_after_commit', times: 1, latencyMs: 500 },
  { operation: 'refunds.create', fault: 'timeout_after_commit', times: 1, latencyMs: 500 },
  { operation: 'payment_intents.create', fault: 'server_error', times: 1 },
  { operation: 'payment_intents.capture', fault: 'server_error', times: 1 },
  { operation: '*', fault: 'duplicate_webhook', times: 3 },
  { operation: '*', fault: 'reorder_webhook', times: 2 },
  { operation: '*', fault: 'latency', latencyMs: 120 },
]

async function beMoody({ system }: Harness, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    await setFaults(system.sandbox, [...mood])
    await pause(5000, undefined, { signal: stop }).catch(() => {})
  }
}

async function report(harness: Harness, asked: readonly Asked[], judged: readonly Judged[]): Promise<Count> {
  const byKey = Map.groupBy(judged, ({ row }) => row.key)
  const count = { lost: 0, duplicated: 0, imbalance: await harness.books.differences() }
  for (const { order, placed } of asked) {
    const found = byKey.get(order.key) ?? []
    const isGone = placed !== undefined && !found.some(({ row }) => row.id === placed.id)
    const isLost = isGone || found.some(({ verdict }) => verdict.lost.length > 0)
    const isDuplicated = found.length > 1 || found.some(({ verdict }) => verdict.duplicated.length > 0)
    const imbalance = found.reduce((sum, { verdict }) => sum + verdict.imbalance, 0)
    count.lost += isLost ? 1 : 0
    count.duplicated += isDuplicated ? 1 : 0
    count.imbalance += imbalance
    if (isLost || isDuplicated || imbalance > 0) {
      const words = isGone ? 'gone' : found.map(({ verdict }) => wordsOf(verdict)).join(' | ')
      console.log(`  WRONG ${placed?.number ?? order.key}: ${found.length} purchases: ${words}`)
    }
  }
  return count
}
