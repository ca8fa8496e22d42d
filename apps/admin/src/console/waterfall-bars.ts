export type WaterfallKind = 'balance' | 'outflow' | 'inflow' | 'undecided'

export type Bar = { look: 'balance' | 'outflow' | 'inflow' | 'undecided'; left: number; width: number }

/**
 * Places a bar for each step, in percent of the first balance. A flow starts where the level before it ended; an
 * undecided flow does not move the level, so the balance after it still contains it.
 */
export function placeBars(steps: readonly { kind: WaterfallKind; total: number }[]): Bar[][] {
  const whole = Math.max(1, ...steps.map((step) => step.total))
  const percent = (amount: number) => Math.round((Math.max(0, amount) / whole) * 10_000) / 100
  let level = 0
  let undecided = 0
  return steps.map((step): Bar[] => {
    if (step.kind === 'balance') {
      level = step.total
      const certain = Math.max(0, step.total - undecided)
      const bars: Bar[] = [{ look: 'balance', left: 0, width: percent(certain) }]
      return undecided > 0 ? [...bars, { look: 'undecided', left: percent(certain), width: percent(undecided) }] : bars
    }
    const size = Math.abs(step.total)
    if (step.kind === 'undecided') {
      const top = level - undecided
      undecided += size
      return [{ look: 'undecided', left: percent(top - size), width: percent(Math.min(size, top)) }]
    }
    if (step.kind === 'inflow') {
      const from = level
      level += size
      return [{ look: 'inflow', left: percent(from), width: percent(size) }]
    }
    level -= size
    return [{ look: 'outflow', left: percent(level), width: percent(size) }]
  })
}
