import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayAfter, dayAt, endOfDay, instantAt, startOfDay } from './day.ts'

test('a day begins when it begins in the marketplace, not in Greenwich', () => {
  expect(startOfDay('2026-11-15', 'Europe/Berlin')?.toISOString()).toBe('2026-11-14T23:00:00.000Z')
  expect(startOfDay('2026-07-01', 'Europe/Berlin')?.toISOString()).toBe('2026-06-30T22:00:00.000Z')
  expect(startOfDay('2026-11-15', 'America/New_York')?.toISOString()).toBe('2026-11-15T05:00:00.000Z')
  expect(startOfDay('2026-11-15', 'UTC')?.toISOString()).toBe('2026-11-15T00:00:00.000Z')
})

test('a day on which the clocks change ends where the next one begins', () => {
  expect(startOfDay('2026-03-29', 'Europe/Berlin')?.toISOString()).toBe('2026-03-28T23:00:00.000Z')
  expect(endOfDay('2026-03-29', 'Europe/Berlin')?.toISOString()).toBe('2026-03-29T22:00:00.000Z')
})

test('a day whose midnight the clocks skip begins when they do', () => {
  expect(startOfDay('2026-09-06', 'America/Santiago')?.toISOString()).toBe('2026-09-06T04:00:00.000Z')
  expect(startOfDay('2026-03-29', 'Atlantic/Azores')?.toISOString()).toBe('2026-03-29T01:00:00.000Z')
  expect(startOfDay('2026-03-08', 'America/Havana')?.toISOString()).toBe('2026-03-08T05:00:00.000Z')
  expect(startOfDay('2026-04-24', 'Africa/Cairo')?.toISOString()).toBe('2026-04-23T22:00:00.000Z')
  expect(startOfDay('2026-03-29', 'Asia/Beirut')?.toISOString()).toBe('2026-03-28T22:00:00.000Z')
})

test('a day whose midnight comes twice begins with the first', () => {
  expect(startOfDay('2026-11-01', 'America/Havana')?.toISOString()).toBe('2026-11-01T04:00:00.000Z')
  expect(endOfDay('2026-10-31', 'America/Havana')?.toISOString()).toBe('2026-11-01T04:00:00.000Z')
})

test('a day that was left out where they are is no day', () => {
  expect(startOfDay('2011-12-30', 'Pacific/Apia')).toBeUndefined()
  expect(endOfDay('2011-12-30', 'Pacific/Apia')).toBeUndefined()
  expect(endOfDay('2011-12-29', 'Pacific/Apia')).toEqual(startOfDay('2011-12-31', 'Pacific/Apia'))
})

test('a zone may be off by seconds', () => {
  expect(startOfDay('1971-05-04', 'Africa/Monrovia')?.toISOString()).toBe('1971-05-04T00:44:30.000Z')
})

test('what is no day is not guessed', () => {
  for (const text of ['2026-02-30', '15.11.2026', '2026-1-1', '', '0000-01-01', '2026-11-15T00'])
    expect(startOfDay(text, 'UTC')).toBeUndefined()
})

const nine = 9 * 3_600_000
test('a time of the day is the one the clocks show, also on a day they change', () => {
  expect(instantAt('2026-03-29', nine, 'Europe/Berlin')?.toISOString()).toBe('2026-03-29T07:00:00.000Z')
  expect(instantAt('2026-10-25', nine, 'Europe/Berlin')?.toISOString()).toBe('2026-10-25T08:00:00.000Z')
  // Two in the morning to three there is not on the one, and is twice on the other.
  expect(instantAt('2026-03-29', nine / 3.6, 'Europe/Berlin')?.toISOString()).toBe('2026-03-29T01:00:00.000Z')
  expect(instantAt('2026-10-25', nine / 3.6, 'Europe/Berlin')?.toISOString()).toBe('2026-10-25T00:30:00.000Z')
})

const zones = Intl.supportedValuesOf('timeZone')
const from = Date.parse('1970-01-01T00:00:00Z')
const to = Date.parse('2038-01-01T00:00:00Z')
const oneDay = 86_400_000

/** The clocks and the days as the platform tells them, which the code above asks otherwise. */
function calendarOf(timeZone: string) {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  return {
    dayOf: (at: number) => format.format(at).slice(0, 10),
    offsetAt: (at: number) => Date.parse(`${format.format(at).replace(' ', 'T')}Z`) - at,
  }
}

/** Every change of the clocks in that time, to the second; of two within a week neither counts when it undoes the other. */
function* changesOf({ offsetAt }: ReturnType<typeof calendarOf>) {
  let known = offsetAt(from)
  for (let at = from; at < to; at += 7 * oneDay) {
    const next = offsetAt(at + 7 * oneDay)
    if (next === known) continue
    let [before, after] = [at, at + 7 * oneDay]
    while (after - before > 1000) {
      const between = Math.floor((before + after) / 2000) * 1000
      if (offsetAt(between) === known) before = between
      else after = between
    }
    yield { at: after, what: `${after} ${known} ${next}` }
    known = next
  }
}

function check(day: string, timeZone: string, dayOf: (at: number) => string) {
  const start = startOfDay(day, timeZone)?.getTime()
  const where = `${day} in ${timeZone}`
  if (start === undefined) {
    for (let at = Date.parse(day) - oneDay; at < Date.parse(day) + 2 * oneDay; at += 900_000)
      expect(dayOf(at), where).not.toBe(day)
    return
  }
  expect(dayOf(start), where).toBe(day)
  expect(dayOf(start - 1), where).not.toBe(day)
  const next = [1, 2].map((days) => startOfDay(dayAfter(day, days), timeZone)).find(Boolean)
  expect(endOfDay(day, timeZone), where).toEqual(next)
  expect(dayOf(next?.getTime() ?? 0) > day, where).toBe(true)
  // What comes before the end is no later day, and after the end the day can return for an hour, as it did in St. John's.
  expect(dayOf((next?.getTime() ?? 0) - 1) <= day, where).toBe(true)
}

describe('in every zone there is', () => {
  test('each day around a change of the clocks since 1970 begins with its first instant and ends with the next', () => {
    // The same change is that of many zones.
    const seen = new Set<string>()
    for (const timeZone of zones) {
      const calendar = calendarOf(timeZone)
      for (const { at, what } of changesOf(calendar)) {
        if (seen.has(what)) continue
        seen.add(what)
        for (let days = -1; days <= 2; days += 1)
          check(dayAfter(calendar.dayOf(at - 1), days), timeZone, calendar.dayOf)
      }
    }
    expect(seen.size).toBeGreaterThan(3000)
  }, 120_000)

  test('so does any day', () => {
    const days = fc.integer({ min: from / oneDay, max: to / oneDay }).map((day) => dayAfter('1970-01-01', day))
    fc.assert(
      fc.property(fc.constantFrom(...zones), days, (timeZone, day) => check(day, timeZone, calendarOf(timeZone).dayOf)),
      { numRuns: 5000 },
    )
  }, 120_000)

  test('an instant lies in the day it is said to lie in', () => {
    const instants = fc.date({ min: new Date(from), max: new Date(to), noInvalidDate: true })
    fc.assert(
      fc.property(fc.constantFrom(...zones), instants, (timeZone, at) => {
        const day = dayAt(at, timeZone)
        const [start, end] = [startOfDay(day, timeZone), endOfDay(day, timeZone)]
        expect(start && at >= start).toBe(true)
        expect(calendarOf(timeZone).dayOf(at.getTime())).toBe(day)
        if (end && at >= end) expect(at.getTime() - end.getTime()).toBeLessThan(2 * 3_600_000)
      }),
      { numRuns: 5000 },
    )
  }, 120_000)
})
