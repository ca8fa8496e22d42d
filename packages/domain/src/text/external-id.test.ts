import { describe, expect, test } from 'vitest'
import { ExternalId } from './external-id.ts'

const BuyerId = ExternalId({ max: 20, empty: 'Enter the id' })

test('two ids that differ in how their letters are composed are one', () => {
  expect(BuyerId.parse('Cafe\u0301-7')).toBe(BuyerId.parse('Café-7'))
})

test('blanks around an id are no part of it', () => {
  expect(BuyerId.parse('\u00A0\uFEFF A 7\u3000')).toBe('A 7')
})

describe('an id with a character that nobody sees is refused, which names it and its place', () => {
  test.each([
    ['A\u200B7', 'holds a zero width space (U+200B) at character 2; remove it'],
    ['A7\u200D', 'holds a zero width joiner (U+200D) at character 3; remove it'],
    ['👩\u202E7', 'holds a mark of the writing direction (U+202E) at character 2; remove it'],
    ['A\u00AD7', 'holds a soft hyphen (U+00AD) at character 2; remove it'],
    ['A\uFEFF7', 'holds a byte order mark (U+FEFF) at character 2; remove it'],
    ['A\n7', 'holds a control character (U+000A) at character 2; remove it'],
    ['A\u{E0041}7', 'holds an invisible character (U+E0041) at character 2; remove it'],
  ])('%j', (id, message) => {
    expect(BuyerId.safeParse(id).error?.issues.map((each) => each.message)).toEqual([message])
  })
})

test('an id of letters of any script is taken', () => {
  for (const id of ['Ω-17', 'طلب-7', '注文7', 'a&b']) expect(BuyerId.parse(id)).toBe(id)
})
