import { expect, test } from 'vitest'
import { address, safeNext } from './address.ts'

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
  expect(address('/orders', { view: 'late', query: undefined, cursor: '' })).toBe('/orders?view=late')
  expect(address('/orders')).toBe('/orders')
})
