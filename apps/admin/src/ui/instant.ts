type Parts = { year: number; month: string; day: number; hour: string; minute: string; second: string; zone: string }

const cache = new Map<string, Intl.DateTimeFormat>()

/** Today `09:41` (or `09:41:07`), this year `18 Nov, 16:20`, otherwise `18 Nov 2025, 16:20 CET`. */
export function formatInstant(
  at: Date,
  now: Date,
  { timeZone, seconds = false }: { timeZone: string; seconds?: boolean },
): string {
  const then = partsOf(at, timeZone)
  const today = partsOf(now, timeZone)
  const clock = seconds ? `${then.hour}:${then.minute}:${then.second}` : `${then.hour}:${then.minute}`
  if (then.year !== today.year) return `${then.day} ${then.month} ${then.year}, ${clock} ${then.zone}`
  if (then.month !== today.month || then.day !== today.day) return `${then.day} ${then.month}, ${clock}`
  return clock
}

/** `24 Nov`, or `24 Nov 2025` in another year, or `Today`. */
export function formatDay(at: Date, now: Date, timeZone: string): string {
  const then = partsOf(at, timeZone)
  const today = partsOf(now, timeZone)
  if (then.year !== today.year) return `${then.day} ${then.month} ${then.year}`
  return then.month === today.month && then.day === today.day ? 'Today' : `${then.day} ${then.month}`
}

/** `26 Nov` of `2025-11-26`, a day of the calendar that is the same wherever it is read. */
export function formatCalendarDay(day: string): string {
  const { day: date, month } = partsOf(new Date(`${day}T00:00:00Z`), 'UTC')
  return `${date} ${month}`
}

/** `26 Nov 2025` of `2025-11-26`. */
export function formatDayOfYear(day: string): string {
  return `${formatCalendarDay(day)} ${day.slice(0, 4)}`
}

/** Everything, for logs and facts: `18 Nov 2025, 16:20:44 CET`. */
export function formatFullInstant(at: Date, timeZone: string): string {
  const then = partsOf(at, timeZone)
  return `${then.day} ${then.month} ${then.year}, ${then.hour}:${then.minute}:${then.second} ${then.zone}`
}

function partsOf(at: Date, timeZone: string): Parts {
  const found: Record<string, string> = {}
  for (const { type, value } of formatterOf(timeZone).formatToParts(at)) found[type] = value
  return {
    year: Number(found.year),
    month: (found.month ?? '').slice(0, 3),
    day: Number(found.day),
    hour: found.hour ?? '',
    minute: found.minute ?? '',
    second: found.second ?? '',
    zone: found.timeZoneName ?? '',
  }
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = cache.get(timeZone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  })
  cache.set(timeZone, made)
  return made
}
