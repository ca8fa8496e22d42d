import { describe, expect, test } from 'vitest'
import { Moment, WholeNumber, wholeNumber } from './written.ts'

test('a whole number is digits, and nothing that a language would also make a number of', () => {
  expect(['0', '16', '-250', '007'].map(wholeNumber)).toEqual([0, 16, -250, 7])
  for (const text of ['', ' ', ' 5', '0x10', '1e3', '1.0', '+5', '5 ', 'five', '١٢', '9'.repeat(16)])
    expect(wholeNumber(text), text).toBeUndefined()
})

test('a setting is a whole number within its bounds, and says what it must be', () => {
  const Port = WholeNumber({ min: 0, max: 65_535 })
  expect(Port.parse('4000')).toBe(4000)
  for (const text of ['', '0x10', '-1', '70000', '80.5'])
    expect(Port.safeParse(text).error?.issues[0]?.message, text).toBe('must be a whole number from 0 to 65535')
})

describe('a moment', () => {
  test('is a date, ISO 8601 with its offset, or a day, which begins at midnight UTC', () => {
    const noon = new Date('2026-11-22T12:00:00Z')
    for (const written of [noon, '2026-11-22T12:00:00Z', '2026-11-22T13:00:00.000+01:00'])
      expect(Moment.parse(written)).toEqual(noon)
    expect(Moment.parse('2026-11-22')).toEqual(new Date('2026-11-22T00:00:00Z'))
    expect(Moment.parse('2028-02-29')).toEqual(new Date('2028-02-29T00:00:00Z'))
  })

  test.each([
    '11.12.2026',
    '2026-02-30',
    '2026-02-29',
    'Order 7',
    '2001',
    '',
    ' ',
    '22',
    'Sun Nov 22 2026',
    '2026-11-22T12:00:00',
    '2026-11-22T25:00:00Z',
    '2026-11-22T12:00Z',
    '2026-11-22 12:00:00Z',
    '0000-01-01',
    '+010000-01-01T00:00:00Z',
    7,
    null,
    new Date(Number.NaN),
  ])('is not %j', (written) => {
    const { error } = Moment.safeParse(written)
    expect(error?.issues[0]?.message).toMatch(/^must be a (moment such as|date of this calendar)/)
  })
})
