import superjson from 'superjson'
import { expect, test } from 'vitest'
import { transformer } from './transformer.ts'

const when = new Date('2026-11-22T10:00:00.123Z')
const one = { id: 'a' }

test.each<[string, unknown]>([
  [
    'a page of orders',
    { items: [{ id: 'a', placedAt: when, shipBy: null, payable: { amount: 12, currency: 'EUR' } }] },
  ],
  ['lists in lists', [[{ at: new Date(0) }], [], {}, [new Date(1)]]],
  ['nothing but a moment', when],
  ['a moment that is none', { at: new Date(Number.NaN) }],
  ['a gap', { id: 'a', reason: undefined }],
  ['no answer', undefined],
  ['no answer but null', null],
  ['numbers JSON does not have', { a: Number.NaN, b: -0, c: Infinity, d: 12n }],
  ['the same record in two places', { first: one, second: one }],
  ['the same moment in two places', { placedAt: when, at: when }],
  ['a name with a full stop', { 'a.b': { at: new Date(2) } }],
  ['a set and a map', { ids: new Set(['a']), byId: new Map([['a', when]]) }],
  ['a list with a hole', { items: Object.assign([], { 0: 1, 2: 3 }) }],
  ['a record without a prototype', Object.assign(Object.create(null), { at: new Date(3) })],
])('%s travels as superjson writes it', (_what, value) => {
  expect(JSON.stringify(transformer.output.serialize(value))).toBe(JSON.stringify(superjson.serialize(value)))
})
