const hour = 3_600_000

/** Where an item stands by its clock and nothing else. */
export function clockGroup(dueAt: Date, now: Date): { id: string; label: string } {
  const left = dueAt.getTime() - now.getTime()
  if (left < 0) return { id: 'late', label: 'Past the clock' }
  return left < hour ? { id: 'hour', label: 'Next hour' } : { id: 'later', label: 'Later' }
}
