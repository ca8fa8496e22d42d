import { expect, test } from 'vitest'
import { formatClock, formatDuration } from './duration.ts'

const minute = 60_000

test.each([
  [84, '84 ms'],
  [1_600, '1.6 s'],
  [59_960, '1 min'],
  [18 * minute, '18 min'],
  [59.9 * minute, '59 min'],
  [355 * minute, '5 h 55 m'],
  [60 * minute, '1 h'],
  [52 * 60 * minute, '2 d 4 h'],
])('%i milliseconds read as %s', (milliseconds, words) => {
  expect(formatDuration(milliseconds)).toBe(words)
})

test('a deadline that has passed says how late it is', () => {
  expect(formatClock(-42 * minute)).toBe('42 min late')
  expect(formatClock(-30_000)).toBe('under 1 min late')
  expect(formatClock(18 * minute + 59_000)).toBe('18 min')
})
