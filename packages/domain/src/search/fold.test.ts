import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fold } from './fold.ts'

describe('what is compared', () => {
  test('knows neither capitals nor accents', () => {
    for (const written of ['Müller', 'MÜLLER', 'muller', 'Mu\u0308ller']) expect(fold(written), written).toBe('muller')
    expect(fold('Ångström Čapek Đorđević Łukasz Søren Œuvre')).toBe('angstrom capek dordevic lukasz soren oeuvre')
    expect(fold('İstanbul Işık Ǽsir')).toBe('istanbul isik aesir')
    expect(fold('STRASSE')).toBe(fold('Straße'))
  })

  test('takes a sigma for a sigma, wherever in the word it stands', () => {
    expect(fold('ΠΑΠΑΔΟΠΟΥΛΟΣ')).toBe(fold('Παπαδόπουλος'))
  })

  test('is without the characters that nobody sees', () => {
    expect(fold('Blu\u00admen\u200bhaus\u2060 \u200fGmbH\ufeff')).toBe('blumenhaus gmbh')
  })

  test('has one blank where there are several, of whatever kind', () => {
    expect(fold(' Anna\u00a0\u2003Weber\t\n')).toBe('anna weber')
  })

  test('writes wide letters and ligatures plainly', () => {
    expect(fold('ＡＣＭＥ ﬁrst №5')).toBe('acme first no5')
  })

  test('leaves scripts what makes their words differ', () => {
    expect(fold('が')).not.toBe(fold('か'))
    expect(fold('김철수')).toBe('김철수')
    expect(fold('कि')).not.toBe(fold('के'))
    expect(fold('مُحَمَّد')).toBe('محمد')
  })

  test('stays what it is when it is folded again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text))
      }),
    )
  })
})
