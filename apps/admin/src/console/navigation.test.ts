import { permissionKeys } from '@mainstay/domain/access/permission'
import { expect, test } from 'vitest'
import { navigationFor } from './navigation.ts'

test('the sidebar names only places a permission opens', () => {
  const titles = navigationFor(['purchase.read', 'audit.read']).map((group) => group.items.map((place) => place.title))
  expect(titles).toEqual([['Overview'], ['Orders'], ['Audit']])
})

test('every place is opened by a permission that exists, and no two share a key', () => {
  const places = navigationFor(permissionKeys).flatMap((group) => group.items)
  expect(places).toHaveLength(9)
  expect(new Set(places.map((place) => place.key)).size).toBe(9)
  expect(navigationFor([])).toEqual([])
})
