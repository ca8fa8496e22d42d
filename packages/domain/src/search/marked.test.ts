import { describe, expect, test } from 'vitest'
import { emailWords, foreignNumberWords, numberWords, sellerWord, termsOf } from './marked.ts'
import { wordsOf } from './word.ts'

/** Whether what is typed finds something with these words, as the database compares them. */
function finds(typed: string, words: readonly string[], knowsEmail = true): boolean {
  const terms = termsOf(typed)
  return (
    terms?.every(({ beginnings, ofEmail }) =>
      [...beginnings, ...(knowsEmail ? ofEmail : [])].some((low) => words.some((word) => word.startsWith(low))),
    ) ?? false
  )
}

describe('one of our numbers is found', () => {
  const words = numberWords('NW-7F30K1MX')

  test.each([
    'NW-7F30K1MX',
    '#NW-7F30K1MX',
    '# nw-7f30k1mx',
    'NW–7F30K1MX',
    'NW—7F30K1MX',
    'NW 7F30 K1MX',
    'nw7f30k1mx',
    'NW-7F3OKIMX',
    'NW-7F3oKlMX',
    'NW-7F30K1MX-B',
    'nw–7f30k1mx–aa',
  ])('as it is written by hand: %s', (typed) => {
    expect(finds(typed, words)).toBe(true)
  })

  test.each(['NW-7F', '7F30', '7f3o', 'K1MX', 'klmx', '1MX', '30K1MX'])('by its beginning or its end: %s', (typed) => {
    expect(finds(typed, words)).toBe(true)
  })

  test.each(['0K1M', '0klm', 'F30K', 'F3OK1M', '30K1'])('by four signs or more of its middle: %s', (typed) => {
    expect(finds(typed, words)).toBe(true)
  })

  test.each(['NW-8', '7F31', 'BY-7F30K1MX', 'NW-7F30K1MXX', 'mx7f', '0K1', 'F30', 'MX'])(
    'by nothing that is not in it: %s',
    (typed) => {
      expect(finds(typed, words)).toBe(false)
    },
  )

  test('also where the prefix has letters that numbers do not have', () => {
    for (const typed of ['OIL-7F30K1MX', 'oil7f', '7F30'])
      expect(finds(typed, numberWords('OIL-7F30K1MX')), typed).toBe(true)
  })
})

test('the number of an old system is found by its beginning, its parts and its end', () => {
  const words = foreignNumberWords('ORD-2019/004711')
  for (const typed of ['ORD-2019/004711', 'ord-2019', '004711', '2019/0047', '4711', '711', 'ord 2019'])
    expect(finds(typed, words), typed).toBe(true)
  for (const typed of ['471', '11', 'ORD-2020', '04712']) expect(finds(typed, words), typed).toBe(false)
  expect(foreignNumberWords('--')).toEqual([])
})

test('an e-mail address is found in the form in which its domain was written, and in the other', () => {
  const forms = ['info@bücher.example', 'info@xn--bcher-kva.example']
  for (const written of forms)
    for (const typed of forms) expect(finds(typed, emailWords(written)), `${typed} finds ${written}`).toBe(true)
  expect(finds('bücher', emailWords('info@bücher.example')), 'by its company').toBe(true)
  expect(finds('info@bucher.example', emailWords('info@xn--bcher-kva.example')), 'which is another').toBe(false)
})

test('an e-mail address is found whole, by its parts and by its company, by who may know it', () => {
  const words = [...emailWords('Anna.Weber@Blumen-Haus.example'), ...wordsOf('Ahorn GmbH')]
  for (const typed of [
    'anna.weber@blumen-haus.example',
    'WEBER',
    'weber@',
    '@blumen-haus',
    'haus.example',
    'ahorn weber',
  ]) {
    expect(finds(typed, words), typed).toBe(true)
    expect(finds(typed, words, false), typed).toBe(false)
  }
  expect(finds('example', words)).toBe(false)
})

test('every word that is typed has to be found', () => {
  const words = [...wordsOf('Anna Müller'), ...numberWords('NW-7F30K1MX')]
  expect(finds('muller anna', words)).toBe(true)
  expect(finds('MÜLL 7f30', words)).toBe(true)
  expect(finds('anna schmidt', words)).toBe(false)
})

test('signs alone find nothing', () => {
  for (const typed of ['%', ' – ', '', '\u200b']) expect(termsOf(typed), typed).toBeUndefined()
})

test('nobody finds a seller by what stands for them', () => {
  const id = '019aa000-0000-7000-8000-000000000001'
  for (const typed of [id, sellerWord(id), '$019aa']) expect(finds(typed, [sellerWord(id)]), typed).toBe(false)
})
