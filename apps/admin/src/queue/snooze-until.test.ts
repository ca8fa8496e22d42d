import { expect, test } from 'vitest'
import { snoozeChoices, zonedTime } from './snooze-until.ts'

const thursday = new Date('2025-11-20T08:41:00Z')
const inAWeek = new Date('2025-11-27T08:41:00Z')

test('something is put aside for hours, until tomorrow or over the weekend', () => {
  expect(snoozeChoices(thursday, inAWeek, 'Europe/Berlin')).toEqual([
    { label: 'In an hour', until: new Date('2025-11-20T09:41:00Z') },
    { label: 'In four hours', until: new Date('2025-11-20T12:41:00Z') },
    { label: 'Tomorrow morning', until: new Date('2025-11-21T07:00:00Z') },
    { label: 'Monday morning', until: new Date('2025-11-24T07:00:00Z') },
  ])
})

test('on a Sunday tomorrow is Monday, and said once', () => {
  const sunday = new Date('2025-11-23T08:41:00Z')
  expect(snoozeChoices(sunday, inAWeek, 'Europe/Berlin').map(({ label }) => label)).toEqual([
    'In an hour',
    'In four hours',
    'Tomorrow morning',
  ])
})

test('tomorrow is the next day and its morning is at eight, also when the clocks change that night', () => {
  const tomorrowOf = (now: string, timeZone: string) =>
    snoozeChoices(new Date(now), new Date('2027-01-01T00:00:00Z'), timeZone)
      .find(({ label }) => label === 'Tomorrow morning')
      ?.until.toISOString()
  expect(tomorrowOf('2026-03-28T12:00:00Z', 'Europe/Berlin')).toBe('2026-03-29T06:00:00.000Z')
  // Half past midnight of a day that has 25 hours.
  expect(tomorrowOf('2026-10-24T22:30:00Z', 'Europe/Berlin')).toBe('2026-10-26T07:00:00.000Z')
  expect(tomorrowOf('2026-09-05T12:00:00Z', 'America/Santiago')).toBe('2026-09-06T11:00:00.000Z')
})

test('nothing is offered that the rule refuses', () => {
  expect(snoozeChoices(thursday, new Date('2025-11-20T10:00:00Z'), 'Europe/Berlin')).toHaveLength(1)
})

test('a time is that of the marketplace, not of the browser', () => {
  expect(zonedTime('2025-11-20T14:30', 'Europe/Berlin')).toEqual(new Date('2025-11-20T13:30:00Z'))
  expect(zonedTime('soon', 'Europe/Berlin')).toBeUndefined()
})
