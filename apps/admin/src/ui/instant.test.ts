import { expect, test } from 'vitest'
import { formatCalendarDay, formatDay, formatFullInstant, formatInstant } from './instant.ts'

const now = new Date('2025-11-20T08:41:00Z')
const berlin = 'Europe/Berlin'

test('today is only a clock time in the marketplace zone', () => {
  expect(formatInstant(new Date('2025-11-20T08:02:11Z'), now, { timeZone: berlin })).toBe('09:02')
  expect(formatInstant(new Date('2025-11-20T08:02:11Z'), now, { timeZone: berlin, seconds: true })).toBe('09:02:11')
})

test('the day is the day of the marketplace, not of Greenwich', () => {
  expect(formatInstant(new Date('2025-11-19T23:30:00Z'), now, { timeZone: berlin })).toBe('00:30')
  expect(formatInstant(new Date('2025-11-19T22:30:00Z'), now, { timeZone: berlin })).toBe('19 Nov, 23:30')
})

test('another year names the year and the zone', () => {
  expect(formatInstant(new Date('2024-07-01T10:00:00Z'), now, { timeZone: berlin })).toMatch(
    /^1 Jul 2024, 12:00 (CEST|GMT\+2)$/,
  )
})

test('September keeps three letters like every other month', () => {
  expect(formatDay(new Date('2025-09-05T10:00:00Z'), now, berlin)).toBe('5 Sep')
})

test('a full instant leaves nothing out', () => {
  expect(formatFullInstant(new Date('2025-11-18T15:20:44Z'), berlin)).toMatch(/^18 Nov 2025, 16:20:44 (CET|GMT\+1)$/)
})

test('a day of the calendar is the same wherever it is read, and its month as short as elsewhere', () => {
  expect([formatCalendarDay('2025-03-01'), formatCalendarDay('2025-09-01')]).toEqual(['1 Mar', '1 Sep'])
})
