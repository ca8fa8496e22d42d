import { startOfDay } from '@mainstay/domain/list/day'

const hour = 3_600_000
const morning = 8

export type SnoozeChoice = { label: string; until: Date }

/** The times people put something aside until, in the marketplace's zone; none after the latest that is allowed. */
export function snoozeChoices(now: Date, latest: Date, timeZone: string): SnoozeChoice[] {
  const days = Array.from({ length: 7 }, (_, index) => new Date(now.getTime() + (index + 1) * 24 * hour))
  const [tomorrow] = days
  const monday = days.find((day) => nameOf(day, timeZone) === 'Monday')
  const choices: { label: string; until: Date | undefined }[] = [
    { label: 'In an hour', until: new Date(now.getTime() + hour) },
    { label: 'In four hours', until: new Date(now.getTime() + 4 * hour) },
    { label: 'Tomorrow morning', until: tomorrow && morningOf(tomorrow, timeZone) },
    { label: 'Monday morning', until: monday === tomorrow ? undefined : monday && morningOf(monday, timeZone) },
  ]
  return choices.flatMap(({ label, until }) => (until !== undefined && until <= latest ? [{ label, until }] : []))
}

/** `2026-03-02T14:30`, as a field for local time gives it, in that zone; undefined when it is no time. */
export function zonedTime(text: string, timeZone: string): Date | undefined {
  const [, day = '', hours, minutes] = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})$/.exec(text) ?? []
  const start = startOfDay(day, timeZone)
  return start && new Date(start.getTime() + Number(hours) * hour + Number(minutes) * 60_000)
}

function morningOf(day: Date, timeZone: string): Date | undefined {
  return zonedTime(`${new Intl.DateTimeFormat('sv-SE', { timeZone }).format(day)}T0${morning}:00`, timeZone)
}

function nameOf(day: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'long' }).format(day)
}
