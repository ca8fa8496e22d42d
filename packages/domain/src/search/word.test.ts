import { describe, expect, test } from 'vitest'
import { compactOf, wordsOf } from './word.ts'

describe('a text is found by', () => {
  test('each of its words', () => {
    expect(wordsOf('Anna Müller')).toEqual(['anna', 'muller'])
    expect(wordsOf('')).toEqual([])
    expect(wordsOf(' – & ')).toEqual([])
  })

  test('its words with their signs, without them, and by what follows a sign', () => {
    expect(wordsOf("O'Brien-Vogel")).toEqual(['obrienvogel', 'brienvogel', 'vogel'])
    expect(wordsOf('ORD-2019/004711')).toEqual(['ord2019004711', '2019004711', '004711'])
    expect(compactOf('ORD 2019–0047')).toBe('ord20190047')
  })

  test('any character of a script that has no blanks', () => {
    expect(wordsOf('株式会社山田')).toContain('山田')
    expect(wordsOf('김철수')).toContain('철수')
  })

  test('no more of a word than anybody types, and no more words than a name has', () => {
    expect(wordsOf('x'.repeat(200))).toEqual(['x'.repeat(64)])
    expect(wordsOf('字'.repeat(200)).length).toBe(40)
    expect(wordsOf(Array.from({ length: 90 }, (_, index) => `w${index}`).join(' '))).toHaveLength(40)
  })
})
