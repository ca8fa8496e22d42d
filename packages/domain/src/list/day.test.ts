import { expect, test } from 'vitest'
import { endOfDay, startOfDay } from './day.ts'

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

test('what is no day is not guessed', () => {
  for (const text of ['2026-02-30', '15.11.2026', '2026-1-1', '']) expect(startOfDay(text, 'UTC')).toBeUndefined()
})
