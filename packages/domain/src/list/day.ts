const hour = 3_600_000

/** The first instant of a day such as `2026-11-15` in that zone; undefined when it is no day. */
export function startOfDay(day: string, timeZone: string): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined
  const midnight = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(midnight.getTime()) || midnight.toISOString().slice(0, 10) !== day) return undefined
  const first = new Date(midnight.getTime() - offsetAt(midnight, timeZone))
  // The offset can change between the two, on the days the clocks do.
  return new Date(midnight.getTime() - offsetAt(first, timeZone))
}

/** The first instant of the next day: what "until this day" ends before. */
export function endOfDay(day: string, timeZone: string): Date | undefined {
  const noon = startOfDay(day, timeZone)
  if (noon === undefined) return undefined
  const next = new Date(new Date(`${day}T00:00:00Z`).getTime() + 24 * hour)
  return startOfDay(next.toISOString().slice(0, 10), timeZone)
}

function offsetAt(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at)
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? ''
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name)
  if (match === null) return 0
  const millis = Number(match[2]) * hour + Number(match[3]) * 60_000
  return match[1] === '-' ? -millis : millis
}
