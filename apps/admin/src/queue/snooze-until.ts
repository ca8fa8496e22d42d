import { dayAfter, dayAt, instantAt } from '@mainstay/domain/list/day'

const hour = 3_600_000
const morning = 8

export type SnoozeChoice = { label: string; until: Date }

/** The times people put something aside until, in the marketplace's zone; none after the latest that is allowed. */
export function snoozeChoices(now: Date, latest: Date, timeZone: string): SnoozeChoice[] {
  const today = dayAt(now, timeZone)
  const days = Array.from({ length: 7 }, (_, index) => dayAfter(today, index + 1))
  const [tomorrow = today] = days
  const monday = days.find(isMonday)
  const morningOf = (day: string) => instantAt(day, morning * hour, timeZone)
  const choices: { label: string; until: Date | undefined }[] = [
    { label: 'In an hour', until: new Date(now.getTime() + hour) },
    { label: 'In four hours', until: new Date(now.getTime() + 4 * hour) },
    { label: 'Tomorrow morning', until: morningOf(tomorrow) },
    { label: 'Monday morning', until: monday === undefined || monday === tomorrow ? undefined : morningOf(monday) },
  ]
  return choices.flatMap(({ label, until }) => (until !== undefined && until <= latest ? [{ label, until }] : []))
}

/** `2026-03-02T14:30`, as a field for local time gives it, in that zone; undefined when it is no time. */
export function zonedTime(text: string, timeZone: string): Date | undefined {
  const [, day = '', hours, minutes] = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})$/.exec(text) ?? []
  return instantAt(day, Number(hours) * hour + Number(minutes) * 60_000, timeZone)
}

function isMonday(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).getUTCDay() === 1
}
