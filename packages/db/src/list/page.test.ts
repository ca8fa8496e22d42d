import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { CursorRefused, keysetOf, type List, pageFrom } from './page.ts'

type Row = { id: string; at: string }

const list: List = { secret: 'a secret of the test', sort: 'placed_at', filters: { status: 'paid' } }
const after = (left: Row, right: Row) => (left.at === right.at ? left.id > right.id : left.at > right.at)

/** What a keyset query returns, newest first or nearest first going back. */
function ask(rows: Row[], cursor: string | undefined, limit: number) {
  const keyset = keysetOf(list, { cursor, limit })
  const from = keyset.from && { at: String(keyset.from.by), id: keyset.from.id }
  const newestFirst = rows.toSorted((left, right) => (after(left, right) ? -1 : 1))
  const side =
    keyset.direction === 'older'
      ? newestFirst.filter((row) => !from || after(from, row))
      : newestFirst.filter((row) => !from || after(row, from)).reverse()
  const page = pageFrom(list, { keyset, rows: side.slice(0, limit + 1) }, ({ at, id }) => ({ by: at, id }))
  return { ...page, items: page.items.map(({ id }) => id) }
}

test('reading on and back again shows every row once, in order, whatever ties there are', () => {
  const rows = fc.uniqueArray(fc.record({ id: fc.uuid(), at: fc.constantFrom('08:00', '09:00', '10:00') }), {
    selector: ({ id }) => id,
    minLength: 1,
    maxLength: 40,
  })
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 7 }), (all, limit) => {
      const expected = all.toSorted((left, right) => (after(left, right) ? -1 : 1)).map(({ id }) => id)
      const onward = [ask(all, undefined, limit)]
      for (let last = onward.at(-1); last?.older; last = onward.at(-1)) onward.push(ask(all, last.older, limit))
      expect(onward.flatMap(({ items }) => items)).toEqual(expected)

      const back = onward.slice(-1)
      for (let first = back[0]; first?.newer; first = back[0]) back.unshift(ask(all, first.newer, limit))
      expect(back.flatMap(({ items }) => items)).toEqual(expected)
    }),
  )
})

test('a cursor is refused when it was made up, altered, or taken from another list', () => {
  const rows = [
    { id: 'a', at: '08:00' },
    { id: 'b', at: '09:00' },
  ]
  const { older } = ask(rows, undefined, 1)
  if (older === null) throw new Error('there is an older row')
  const [payload, signature] = older.split('.')
  const request = (cursor: string) => ({ cursor, limit: 1 })

  expect(keysetOf(list, request(older)).from).toEqual({ by: '09:00', id: 'b' })
  for (const forged of ['', 'x', `${payload}.`, `${payload}x.${signature}`, `${payload}.${signature}x`])
    expect(() => keysetOf(list, request(forged)), forged).toThrow(CursorRefused)
  expect(() => keysetOf({ ...list, filters: {} }, request(older))).toThrow(CursorRefused)
  expect(() => keysetOf({ ...list, sort: 'total' }, request(older))).toThrow(CursorRefused)
  expect(() => keysetOf({ ...list, secret: 'another' }, request(older))).toThrow(CursorRefused)
})
