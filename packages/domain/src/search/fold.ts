/** Letters that decompose into nothing simpler, and what people type for them. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ς: 'σ',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
}
const special = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'gu')

/**
 * Accents and points: of Latin, Greek and Cyrillic, of Hebrew, of Arabic. Signs that are vowels of their own, as in
 * Devanagari, and the marks of kana stay.
 */
const accentRanges = [
  '\\u0300-\\u036f\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe20-\\ufe2f',
  '\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7',
  '\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06e8\\u06ea-\\u06ed',
]
const accents = new RegExp(`[${accentRanges.join('')}]`, 'gu')

const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu
const blanks = /[\s\p{Cc}]+/gu

/**
 * A text as it is compared: `Müller`, `MÜLLER` and `muller` are one, whether the ü is one character or two. It is for
 * finding only, since different names can fold to one.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .replace(blanks, ' ')
    .replace(invisible, '')
    .toLowerCase()
    .normalize('NFD')
    .replace(accents, '')
    .replace(special, (letter) => plainLetters[letter] ?? letter)
    .normalize('NFC')
    .replace(blanks, ' ')
    .trim()
}
