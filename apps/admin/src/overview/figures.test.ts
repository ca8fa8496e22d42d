import { expect, test } from 'vitest'
import { formatShort } from './figures.ts'

test('an amount on an axis is short, in the units of its currency', () => {
  expect(formatShort(0, 'EUR')).toBe('0')
  expect(formatShort(2_000_000, 'EUR')).toBe('20k')
  expect(formatShort(150_000_000, 'EUR')).toBe('1.5m')
  expect(formatShort(50, 'EUR')).toBe('0.5')
  expect(formatShort(2_000, 'JPY')).toBe('2k')
})
