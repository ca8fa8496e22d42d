import { expect, test } from 'vitest'
import { formatCount } from './count.ts'

test('a count says where counting stopped', () => {
  expect([formatCount(0), formatCount(1284), formatCount(1000, 1000)]).toEqual(['0', '1,284', '1,000+'])
})
