import { expect, test } from 'vitest'
import { counted, formatCount } from './count.ts'

test('a count says where counting stopped', () => {
  expect([formatCount(0), formatCount(1284), formatCount(1000, 1000)]).toEqual(['0', '1,284', '1,000+'])
})

test('one thing is called by its noun, any other number by the plural', () => {
  expect([counted(0, 'order'), counted(1, 'order'), counted(1284, 'order')]).toEqual([
    '0 orders',
    '1 order',
    '1,284 orders',
  ])
})
