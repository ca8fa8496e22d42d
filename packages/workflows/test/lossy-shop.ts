import { openLossyWire, type Trouble } from '@mainstay/db/test/lossy-wire'
import type { RunnableWorkflow } from '../src/engine/workflow.ts'
import type { Services } from '../src/services.ts'
import { connectThrough } from './lossy-connections.ts'
import type { Shop } from './shop.ts'
import { describeFault, isLong, losses, nameStatement, refusals } from './wire-fault.ts'

export type LossyCase = Trouble & { nth: number; workers: 1 | 2 }

/** Works one kind of run, with every statement on a wire of its own, until `live` has seen the end of it. */
export async function workThroughWire<R>(
  shop: Shop,
  { workflow, trouble, workers }: { workflow: RunnableWorkflow<Services>; trouble?: Trouble; workers: 1 | 2 },
  live: () => Promise<R>,
): Promise<{ lived: R; sent: string[] }> {
  const wire = await openLossyWire(shop.database.adminUrl, nameStatement)
  if (trouble !== undefined) wire.arm(trouble)
  const connections = Array.from({ length: workers }, () => connectThrough(wire, shop.database.urls))
  const started = connections.map(({ close: _, read, ...worker }) =>
    shop.work({ ...worker, pollMs: 200, workflows: [workflow], services: { ...shop.services(), read } }),
  )
  try {
    const lived = await live()
    return { lived, sent: [...wire.sent] }
  } finally {
    await Promise.all(started.map((worker) => worker.stop(0)))
    await wire.close()
    await Promise.all(connections.map(({ close }) => close()))
  }
}

/** What a worker sends by the clock it sends for as long as it lives: the first of these stand for all. */
const byClock: Record<string, number> = { claim: 2, sweep: 1, renew: 1, held: 1, connect: 2 }

/** Faults at every point of a life that sent these statements: all of them, or some here and others there. */
export function casesOf(sent: readonly string[]): LossyCase[] {
  const counts = Object.entries(Object.groupBy(sent, (name) => name)).map(
    ([statement, all]) => [statement, Math.min(all?.length ?? 0, byClock[statement] ?? 100)] as const,
  )
  return counts.flatMap(([statement, times], kind) =>
    Array.from({ length: times }, (_, index) => index + 1).flatMap((nth) => {
      const faults = statement === 'connect' ? losses : [...losses, ...refusals]
      const [cut, silence, ...rest] = faults
      const turn = kind + nth
      const chosen = isLong ? faults : [turn % 2 === 0 ? cut : silence, rest[turn % rest.length]]
      const workers = turn % 2 === 0 ? 1 : 2
      return chosen.flatMap((fault) => (fault === undefined ? [] : [{ statement, nth, fault, workers } as const]))
    }),
  )
}

export function titleOf({ statement, nth, fault, workers }: LossyCase): string {
  return `${describeFault(fault)} at ${statement} ${nth}, workers: ${workers}`
}
