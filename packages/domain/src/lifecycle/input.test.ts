import { expect, test } from 'vitest'
import * as z from 'zod'
import { moveInputs, moveShape } from './input.ts'
import { lifecycle } from './lifecycle.ts'

const parcel = lifecycle('parcel', {
  states: ['packed', 'lost'],
  moves: {
    track: { from: ['packed'], reason: 'optional' },
    lose: { from: ['packed'], to: 'lost', reason: 'required' },
  },
})
const inputs = moveInputs(parcel, z.object({ parcelId: z.string(), ...moveShape }))
const about = { parcelId: 'p1', version: 1 }

test('a move that wants a reason is not read without one, nor with one that says nothing', () => {
  expect(inputs.lose.safeParse({ ...about, reason: 'It fell into the harbour' }).success).toBe(true)
  expect(inputs.lose.safeParse(about).error?.issues).toMatchObject([
    { path: ['reason'], message: 'Say in a few words why' },
  ])
  expect(inputs.lose.safeParse({ ...about, reason: '  a ' }).success).toBe(false)
})

test('any other move is read without a reason', () => {
  expect(inputs.track.parse(about)).toEqual({ ...about, reason: '' })
})
