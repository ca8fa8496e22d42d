import { expect, test } from 'vitest'
import { isPermission } from '../access/permission.ts'
import { lifecycles } from '../audit/action.ts'
import { canBecome, isFinal, lifecycle, moversOf, movesFrom, reachedBy } from './lifecycle.ts'

const parcel = lifecycle('parcel', {
  states: ['packed', 'sent', 'delivered', 'lost'],
  moves: {
    pack: { to: 'packed', by: 'system', event: 'packed' },
    send: { from: ['packed', 'lost'], to: 'sent', by: 'order.read', event: 'sent' },
    track: { from: ['sent'], by: 'provider', event: 'tracked' },
    end: { from: ['sent'], to: ['delivered', 'lost'], by: 'provider', event: 'ended' },
  },
})

test('a thing becomes only what a move makes of it', () => {
  expect(canBecome(parcel, 'packed', 'sent')).toBe(true)
  expect(canBecome(parcel, 'sent', 'lost')).toBe(true)
  expect(canBecome(parcel, 'packed', 'delivered')).toBe(false)
  expect(canBecome(parcel, 'sent', 'sent'), 'to stay is not to become').toBe(false)
})

test('a move that begins a thing leads nowhere from a state', () => {
  expect(reachedBy(parcel, 'pack', 'lost')).toBeUndefined()
})

test('what can be done next stands in the order it was declared', () => {
  expect(movesFrom(parcel, 'sent')).toEqual(['track', 'end'])
  expect(movesFrom(parcel, 'delivered')).toEqual([])
})

test('a state is final when nothing leads out of it', () => {
  expect(parcel.states.filter((state) => isFinal(parcel, state))).toEqual(['delivered'])
})

test('the states are a schema', () => {
  expect(parcel.State.safeParse('sent').success).toBe(true)
  expect(parcel.State.safeParse('eaten').success).toBe(false)
})

test('who makes a move is named, or has the permission of its name', () => {
  const letter = lifecycle('letter', { states: ['written'], moves: { write: { to: 'written' } } })
  expect(moversOf(letter, 'write')).toEqual(['letter.write'])
  expect(moversOf(parcel, 'track')).toEqual(['provider'])
  const movers = Object.values(lifecycles).flatMap((cycle) =>
    Object.keys(cycle.moves).flatMap((name) => moversOf(cycle, name)),
  )
  const unknown = movers.filter((mover) => !isPermission(mover) && !['system', 'clock', 'provider'].includes(mover))
  expect(unknown).toEqual([])
})
