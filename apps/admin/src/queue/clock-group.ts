export type ClockGroup = 'late' | 'hour' | 'later'

const hour = 3_600_000

/** Where an item stands by its clock and nothing else. */
export function clockGroup(dueAt: Date, now: Date): ClockGroup {
  const left = dueAt.getTime() - now.getTime()
  return left < 0 ? 'late' : left < hour ? 'hour' : 'later'
}

export const clockGroupWords: Record<ClockGroup, string> = {
  late: 'Past the clock',
  hour: 'Next hour',
  later: 'Later',
}
