import { expect, test } from 'vitest'
import { retryAfterMs } from './retry-after.ts'

const now = new Date('2026-11-26T12:00:00Z')

test.each([
  ['60', 60_000],
  [' 0.2 ', 200],
  ['Thu, 26 Nov 2026 12:00:30 GMT', 30_000],
  ['Thu, 26 Nov 2026 11:00:00 GMT', 0],
  ['31536000', 3_600_000],
  ['9'.repeat(400), 3_600_000],
  ['Thu, 26 Nov 2099 12:00:00 GMT', 3_600_000],
  ['soon', undefined],
  ['-5 minutes', undefined],
  ['', undefined],
  [undefined, undefined],
])('a provider that says Retry-After: %s is asked again after %s ms', (header, expected) => {
  expect(retryAfterMs(header, now)).toBe(expected)
})
