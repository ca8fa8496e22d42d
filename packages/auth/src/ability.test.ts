import type { Grant } from '@mainstay/domain/access/grant'
import { permissionKeys } from '@mainstay/domain/access/permission'
import { permissionsOf } from '@mainstay/domain/access/role'
import { expect, test } from 'vitest'
import { abilityOfGrants, abilityOfScopes, isInReach, isPermitted, reachOf } from './ability.ts'

const id = (digit: number) => `00000000-0000-7000-8000-00000000000${digit}`
const root = `/${id(1)}/`
const north = `${root}${id(2)}/`
const seller = `${north}${id(3)}/`
const south = `${root}${id(4)}/`

const now = new Date('2026-11-22T12:00:00Z')

function grant(facts: Partial<Grant> & { path?: string }): Grant {
  const { path = root, ...rest } = facts
  return {
    id: id(9),
    role: 'viewer',
    orgUnit: { kind: path === root ? 'operator' : 'region', name: 'a unit', path },
    reach: 'subtree',
    limit: null,
    expiresAt: null,
    ...rest,
  }
}

const holding = (...grants: Grant[]) => ({ ability: abilityOfGrants(grants, now) })

test('a role holds its own permissions and those it inherits, and nothing else', () => {
  const actor = holding(grant({ role: 'finance' }))
  const held = permissionKeys.filter((permission) => isPermitted(actor, permission))
  expect(held).toEqual(permissionsOf('finance'))
  expect(held).toContain('order.read')
  expect(held).not.toContain('workflow.retry')
})

test('a grant over a subtree reaches all below it and nothing beside it', () => {
  const actor = holding(grant({ path: north }))
  expect([root, north, seller, south].map((path) => isInReach(actor, 'order.read', path))).toEqual([
    false,
    true,
    true,
    false,
  ])
})

test('a grant over a unit alone does not reach below it', () => {
  const actor = holding(grant({ path: north, reach: 'self' }))
  expect([north, seller].map((path) => isInReach(actor, 'order.read', path))).toEqual([true, false])
})

test('a grant ends at the moment it expires', () => {
  expect(isPermitted(holding(grant({ expiresAt: now })), 'order.read')).toBe(false)
  expect(isPermitted(holding(grant({ expiresAt: new Date(now.getTime() + 1) })), 'order.read')).toBe(true)
})

test('a grant without a path is a bug and never a right to everything', () => {
  expect(() => holding(grant({ path: '' }))).toThrow('not the path')
  expect(() => holding(grant({ path: `/${id(1)}` }))).toThrow('not the path')
})

test('to be permitted somewhere is not to be permitted everywhere', () => {
  const actor = holding(grant({ path: seller }))
  expect(isPermitted(actor, 'order.read')).toBe(true)
  expect(isInReach(actor, 'order.read', south)).toBe(false)
  expect(reachOf(actor, 'order.read')).toEqual({ everything: false, subtrees: [seller], units: [] })
})

test('the order of grants changes nothing', () => {
  const grants = [
    grant({ path: north }),
    grant({ role: 'finance', path: south, reach: 'self' }),
    grant({ role: 'engineer', path: seller }),
  ]
  const [one, other] = [holding(...grants), holding(...grants.toReversed())]
  for (const permission of permissionKeys)
    for (const path of [root, north, seller, south])
      expect(isInReach(one, permission, path), `${permission} ${path}`).toBe(isInReach(other, permission, path))
})

test('no right to anything is a filter that lets nothing through, and not a missing filter', () => {
  expect(reachOf(holding(), 'order.read')).toEqual({ everything: false, subtrees: [], units: [] })
  expect(reachOf(holding(grant({})), 'workflow.retry')).toEqual({ everything: false, subtrees: [], units: [] })
})

test("the operator's whole tree is everything, and so is the scope of an api key", () => {
  expect(reachOf(holding(grant({ path: root })), 'order.read')).toEqual({ everything: true })
  const storefront = { ability: abilityOfScopes(['purchase.place']) }
  expect(reachOf(storefront, 'purchase.place')).toEqual({ everything: true })
  expect(isPermitted(storefront, 'purchase.read')).toBe(false)
  expect(isInReach(storefront, 'purchase.place', south)).toBe(true)
})

test('a unit at the top of the tree that is not the operator reaches only below itself', () => {
  const orphan = { kind: 'seller', name: 'a seller', path: root }
  expect(reachOf(holding(grant({ orgUnit: orphan })), 'order.read')).toEqual({
    everything: false,
    subtrees: [root],
    units: [],
  })
})

test("the operator's own unit alone is not everything", () => {
  expect(reachOf(holding(grant({ path: root, reach: 'self' })), 'order.read')).toEqual({
    everything: false,
    subtrees: [],
    units: [root],
  })
})
