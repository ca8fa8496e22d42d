import { describe, expect, test } from 'vitest'
import { limitOf } from './actor.ts'
import { approverAt, type Grant, grantsAt, isHeldAt, limitsOf, wordsOfGrants } from './grant.ts'

const id = (digit: number) => `00000000-0000-7000-8000-00000000000${digit}`
const operator = { kind: 'operator', name: 'Nordwind Supply', path: `/${id(1)}/` }
const north = { kind: 'region', name: 'North', path: `${operator.path}${id(2)}/` }
const blom = { kind: 'seller', name: 'Blom', path: `${north.path}${id(3)}/` }
const hahn = { kind: 'seller', name: 'Hahn', path: `${operator.path}${id(4)}/` }
const euros = (amount: number) => ({ amount, currency: 'EUR' })
const maria = { id: 'maria', name: 'Maria Lindholm' }

function finance(orgUnit: Grant['orgUnit'], amount: number | null, reach: Grant['reach'] = 'subtree'): Grant {
  return { id: id(9), role: 'finance', orgUnit, reach, limit: amount === null ? null : euros(amount), expiresAt: null }
}

const atTwoPlaces = [finance(operator, 1_000), finance(blom, 5_000)]
const limitAt = (grants: Grant[], { path }: Grant['orgUnit']) =>
  limitOf(approverAt(maria, grants, path), 'refund.approve', 'EUR')

describe('a limit', () => {
  test('holds where its grant does, and nowhere else', () => {
    expect([blom, hahn, north].map((unit) => limitAt(atTwoPlaces, unit))).toEqual([5_000, 1_000, 1_000].map(euros))
    expect(limitAt([finance(blom, 5_000)], hahn)).toEqual(euros(0))
  })

  test('of one unit alone says nothing about those under it', () => {
    expect([north, blom].map((unit) => limitAt([finance(north, 5_000, 'self')], unit))).toEqual([5_000, 0].map(euros))
  })

  test('is of the role it was granted with: a role that may not release brings none', () => {
    expect(limitsOf([{ ...finance(operator, 5_000), role: 'support' }])).toEqual([])
    expect(limitsOf([finance(operator, null)])).toEqual([])
  })
})

describe('the right by which something is done', () => {
  const words = (place: Parameters<typeof grantsAt>[2], grants = atTwoPlaces) =>
    wordsOfGrants(grantsAt(grants, 'refund.approve', place), 'refund.approve')

  test('is named by the grants that reach the object, the narrowest first', () => {
    expect(words(blom)).toBe('Finance over Blom up to 50.00 EUR, Finance over Nordwind Supply up to 10.00 EUR')
    expect(words(hahn)).toBe('Finance over Nordwind Supply up to 10.00 EUR')
  })

  test('of one unit alone comes before that of all under it', () => {
    const grants = [finance(blom, 1), finance(operator, null), finance(blom, 2, 'self'), finance(north, null)]
    expect(words(blom, grants)).toBe(
      'Finance at Blom up to 0.02 EUR, Finance over Blom up to 0.01 EUR, Finance over North, Finance over Nordwind Supply',
    )
  })

  test('to what belongs to the whole marketplace is held over all of it', () => {
    expect(words('everywhere')).toBe('Finance over Nordwind Supply up to 10.00 EUR')
    expect(words('everywhere', [finance(operator, 1, 'self'), finance(blom, 1)])).toBe('')
    expect(words('anywhere')).toContain('Blom')
  })

  test('is asked by the console as by the api: at the one seller, or over the whole marketplace', () => {
    expect([blom, hahn].map((place) => isHeldAt([finance(blom, 1)], 'seller.pause', place))).toEqual([true, false])
    expect(isHeldAt([finance(blom, 1)], 'workItem.claim', 'anywhere')).toBe(false)
    expect(isHeldAt([finance(blom, 1), finance(operator, 1)], 'workItem.claim', 'anywhere')).toBe(true)
    expect(isHeldAt([finance(operator, 1)], 'workflow.retry', 'anywhere'), 'not of the role').toBe(false)
  })

  test('is not that of a unit whose name only begins alike', () => {
    const longer = { ...blom, path: `${north.path}${id(3).slice(0, -1)}/` }
    expect(grantsAt([finance(longer, 1)], 'refund.approve', blom)).toEqual([])
    expect(grantsAt([finance({ ...operator, path: '' }, 1)], 'refund.approve', blom)).toEqual([])
  })
})
