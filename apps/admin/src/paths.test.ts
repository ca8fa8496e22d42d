import { expect, test } from 'vitest'
import { paths, safeNext } from './paths.ts'

test('signing in comes back to the page that was asked for', () => {
  expect(safeNext('/orders?view=late')).toBe('/orders?view=late')
})

test.each(['https://evil.example', '//evil.example', '/\\evil.example', '/sign-in?next=/', 'orders', undefined])(
  'signing in never leads to %s',
  (next) => {
    expect(safeNext(next)).toBe('/')
  },
)

test('an address names only the filters that are set', () => {
  expect(paths.orders({ view: 'late', query: undefined, cursor: '' })).toBe('/orders?view=late')
  expect(paths.orders()).toBe('/orders')
})
