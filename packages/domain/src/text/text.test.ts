import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Line, Words } from './text.ts'

const Name = Line({ max: 40, empty: 'Enter a name' })

test('letters put together and letters taken apart are the same name', () => {
  expect(Name.parse('Cafe\u0301 Zoe\u0308')).toBe('Café Zoë')
  expect(Name.parse('\u1112\u1161\u11ab')).toBe('한')
  expect(Name.parse('ΟΔΥΣΣΕΥΣ ο Οδυσσεύς')).toBe('ΟΔΥΣΣΕΥΣ ο Οδυσσεύς')
})

describe('what nobody sees is no part of a name', () => {
  test.each([
    ['\uFEFFHeinz', 'Heinz'],
    ['Hei\u200Bnz', 'Heinz'],
    ['Hei\u00ADnz', 'Heinz'],
    ['Hei\u2060nz\u200E', 'Heinz'],
    ['\u202Eznieh\u202C', 'znieh'],
    ['\u2066Heinz\u2069', 'Heinz'],
    ['Heinz\u{E0048}\u{E0049}', 'Heinz'],
    ['Heinz\uFE0F', 'Heinz'],
    ['Hei\u200Dnz\u200C', 'Heinz'],
    ['e\u034F\u0301', 'é'],
    ['\u3000\u00A0 Heinz Maier\u2028\u2003', 'Heinz Maier'],
    ['Heinz\r\nMaier\tKG', 'Heinz Maier KG'],
  ])('%j is %j', (written, kept) => {
    expect(Name.parse(written)).toBe(kept)
  })

  test.each(['\u200B', ' \uFEFF ', '\u2800\u3164', '\u200D'])('%j is no name at all', (written) => {
    expect(Name.safeParse(written).error?.issues[0]?.message).toBe('Enter a name')
  })
})

test.each([
  ['a word in Persian', 'می\u200Cخواهم'],
  ['a word in Hindi', 'क्\u200Dष'],
  ['a name in Sinhala', 'ශ්\u200Dරී'],
  ['a letter of Malayalam at the end of a word', 'അവന്\u200D'],
  ['Hebrew', 'שלום בע״מ'],
  ['a family', '👨\u200D👩\u200D👧'],
  ['a flag of a rainbow', '🏳\uFE0F\u200D🌈'],
  ['the flag of Scotland', '🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}'],
  ['a hand with its colour', '👩🏽\u200D🔧'],
  ['a key of a telephone', '1\uFE0F\u20E3'],
  ['a form of a Japanese name', '葛\u{E0100}城'],
])('%s keeps what it is written with', (_what, name) => {
  expect(Name.parse(name)).toBe(name)
})

test('words in several lines keep their lines', () => {
  const Note = Words({ min: 3, max: 100, empty: 'Say why' })
  expect(Note.parse('\uFEFF Broken\r\nat the\u2028corner\x07 \n')).toBe('Broken\nat the\ncorner')
  expect(Note.safeParse('\u200B\u200B\u200B').error?.issues[0]?.message).toBe('Say why')
})

test('what was kept once is kept the same again', () => {
  // Marks that composing puts in another order, before what belongs to the first of them.
  for (const text of ['\u0301\u094D\u200D', 'क\u0301\u094D\u200D'])
    expect(Words({ max: 10 }).parse(Words({ max: 10 }).parse(text))).toBe(Words({ max: 10 }).parse(text))
  const odd = fc.constantFrom(
    'e',
    '\u0301',
    '\u200D',
    '\u200C',
    '\uFE0F',
    '\u00AD',
    'م',
    'क',
    '्',
    '👩',
    '🏴',
    '\u{E0067}',
    ' ',
  )
  const Any = Words({ max: 10_000 })
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: odd }), fc.string({ unit: 'binary' })), (text) => {
      const kept = Any.parse(text)
      expect(Any.parse(kept)).toBe(kept)
    }),
  )
})
