import { expect, test } from 'vitest'
import { clockGroup } from './clock-group.ts'

const now = new Date('2025-11-20T08:41:00Z')

test.each([
  ['2025-11-20T08:40:59Z', 'late'],
  ['2025-11-20T08:41:00Z', 'hour'],
  ['2025-11-20T09:40:59Z', 'hour'],
  ['2025-11-20T09:41:00Z', 'later'],
])('what is due at %s stands under %s', (due, group) => {
  expect(clockGroup(new Date(due), now).id).toBe(group)
})
