const hour = 3_600_000
const wholeDay = 24 * hour

/** No clock has ever been further from Greenwich. */
const furthest = 16 * hour

/** Two days before it some clocks still show a year before the first. */
const firstDay = '0001-01-03'

/** The day such as `2026-11-15` that it is there at this moment. */
export function dayAt(at: Date, timeZone: string): string {
  return textOf(wallClockAt(at.getTime(), timeZone))
}

/**
 * The first instant of a day such as `2026-11-15` in that zone: midnight, or where the clocks skip midnight the moment they
 * do. Undefined when it is no day, or one that the calendar there left out.
 */
export function startOfDay(day: string, timeZone: string): Date | undefined {
  return instantAt(day, 0, timeZone)
}

/** The first instant of the next day there is: what "until this day" ends before. */
export function endOfDay(day: string, timeZone: string): Date | undefined {
  if (startOfDay(day, timeZone) === undefined) return undefined
  // No calendar left out more than one day at a time.
  return startOfDay(dayAfter(day, 1), timeZone) ?? startOfDay(dayAfter(day, 2), timeZone)
}

/** So many days later in the calendar, wherever. */
export function dayAfter(day: string, days: number): string {
  return textOf(Date.parse(`${day}T00:00:00Z`) + days * wholeDay)
}

/**
 * When the clocks there show that time of a day, in milliseconds since midnight: first, when they show it twice, and the
 * moment they skip it when they never do. Undefined when the day does not come to it.
 */
export function instantAt(day: string, time: number, timeZone: string): Date | undefined {
  const midnight = midnightOf(day)
  if (midnight === undefined) return undefined
  const wanted = midnight + time
  const instant = shownAt(wanted, timeZone) ?? skippedAt(wanted, timeZone)
  return dayAt(new Date(instant), timeZone) === day ? new Date(instant) : undefined
}

/** The first instant at which the clocks show it; an offset there is the one of before or of after any change nearby. */
function shownAt(wanted: number, timeZone: string): number | undefined {
  const offsets = [wanted - furthest, wanted, wanted + furthest].map((at) => wallClockAt(at, timeZone) - at)
  return offsets
    .map((offset) => wanted - offset)
    .filter((at) => wallClockAt(at, timeZone) === wanted)
    .toSorted((a, b) => a - b)[0]
}

/** The first instant at which the clocks are past what they never show. */
function skippedAt(wanted: number, timeZone: string): number {
  let [before, past] = [wanted - furthest, wanted + furthest]
  while (past - before > 1) {
    const between = Math.floor((before + past) / 2)
    if (wallClockAt(between, timeZone) < wanted) before = between
    else past = between
  }
  return past
}

/** In Greenwich, since only a text of the form is a day, and `2026-02-30` is none. */
function midnightOf(day: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || day < firstDay) return undefined
  const midnight = Date.parse(`${day}T00:00:00Z`)
  return Number.isNaN(midnight) || textOf(midnight) !== day ? undefined : midnight
}

function textOf(midnight: number): string {
  return new Date(midnight).toISOString().slice(0, 10)
}

/** What the clocks there show at that instant, as the instant at which those of Greenwich show it. */
function wallClockAt(at: number, timeZone: string): number {
  const shown = new Map(
    clockOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  const of = (part: Intl.DateTimeFormatPartTypes) => shown.get(part) ?? ''
  const date = `${of('year').padStart(4, '0')}-${of('month')}-${of('day')}`
  const seconds = Date.parse(`${date}T${of('hour')}:${of('minute')}:${of('second')}Z`)
  return seconds + (((at % 1000) + 1000) % 1000)
}

const clocks = new Map<string, Intl.DateTimeFormat>()

// To make one takes a hundred times as long as to ask it. Temporal would do all of this, and not every browser has it.
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  clocks.set(timeZone, made)
  return made
}
