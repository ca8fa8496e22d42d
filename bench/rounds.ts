export type Measure = { name: string; value: number; unit: string; against: string }

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2
}

/**
 * Runs both in turn, `warmUps` times unmeasured and then `rounds` times, and answers the median of the ratios: what else the machine
 * does at a moment falls on both. Each answers how many things a second it did.
 */
export async function sideBySide(
  ours: () => Promise<number>,
  yardstick: () => Promise<number>,
  { rounds = 5, warmUps = 1 }: { rounds?: number; warmUps?: number } = {},
): Promise<{ ratio: number; ours: number; yardstick: number }> {
  for (let lap = 0; lap < warmUps; lap += 1) {
    await ours()
    await yardstick()
  }
  const measured: { ours: number; yardstick: number }[] = []
  for (let round = 0; round < rounds; round += 1) {
    measured.push({ ours: await ours(), yardstick: await yardstick() })
  }
  return {
    ratio: median(measured.map((round) => round.ours / round.yardstick)),
    ours: median(measured.map((round) => round.ours)),
    yardstick: median(measured.map((round) => round.yardstick)),
  }
}

/** Does `work` so often with so many at once, and answers how often a second. */
export async function perSecond(
  times: number,
  atOnce: number,
  work: (index: number) => Promise<unknown>,
): Promise<number> {
  let next = 0
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < times) {
        const index = next
        next += 1
        await work(index)
      }
    }),
  )
  return (times / (performance.now() - startedAt)) * 1000
}
