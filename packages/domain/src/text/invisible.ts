/** Shows nothing, or only where it makes something of its neighbours. The braille blank and the fillers look like blanks. */
const invisible = /[\p{Default_Ignorable_Code_Point}\u2800\uFFF9-\uFFFB]/u

/** Scripts in which a joiner decides how a word is written. */
const joining = [
  'Arabic',
  'Syriac',
  'Mandaic',
  'Nko',
  'Adlam',
  'Mongolian',
  'Devanagari',
  'Bengali',
  'Gurmukhi',
  'Gujarati',
  'Oriya',
  'Tamil',
  'Telugu',
  'Kannada',
  'Malayalam',
  'Sinhala',
  'Khmer',
  'Myanmar',
  'Tibetan',
]
const letter = `[${joining.map((script) => `\\p{Script=${script}}`).join('')}]`

/** Where one of them means something: within a word of those scripts, in an emoji, behind a character it picks a form of. */
const meaningful = [
  `(?<=${letter}\\p{M}*)[\\u200C\\u200D](?=${letter})`,
  `(?<=(?=\\p{M})${letter})\\u200D`,
  '(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\uFE0F])\\u200D(?=\\p{Extended_Pictographic})',
  '(?<=\\p{Extended_Pictographic})[\\uFE0E\\uFE0F]',
  '(?<=[0-9#*])\\uFE0F(?=\\u20E3)',
  '(?<=\\u{1F3F4}[\\u{E0020}-\\u{E007E}]*)[\\u{E0020}-\\u{E007F}]',
  '(?<=\\p{Script=Han})[\\uFE00-\\uFE02\\u{E0100}-\\u{E01EF}]',
  '(?<=\\p{Script=Mongolian})[\\u180B-\\u180D\\u180F]',
].join('|')

const kept = new RegExp(`(${meaningful})|${invisible.source}`, 'gu')

/** Without what shows nothing; what belongs to a word or an emoji stays. */
export function withoutInvisible(text: string): string {
  return invisible.test(text) ? text.replace(kept, (_, meant: string | undefined) => meant ?? '') : text
}

const named: Record<string, string> = {
  '\u00AD': 'a soft hyphen',
  '\u034F': 'a grapheme joiner',
  '\u061C': 'a mark of the writing direction',
  '\u200B': 'a zero width space',
  '\u200C': 'a zero width non-joiner',
  '\u200D': 'a zero width joiner',
  '\u200E': 'a mark of the writing direction',
  '\u200F': 'a mark of the writing direction',
  '\u2060': 'a word joiner',
  '\u2800': 'an empty braille pattern',
  '\uFE0F': 'a variation selector',
  '\uFEFF': 'a byte order mark',
}

/** Names the first character that nobody sees, and where it is: `a zero width space (U+200B) at character 5`. */
export function invisibleIn(text: string): string | undefined {
  const characters = Array.from(text)
  const at = characters.findIndex((each) => invisible.test(each) || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(each))
  const [found] = characters.slice(at, at + 1)
  if (at === -1 || found === undefined) return undefined
  const code = found.codePointAt(0) ?? 0
  const hex = code.toString(16).toUpperCase().padStart(4, '0')
  return `${named[found] ?? kindOf(found)} (U+${hex}) at character ${at + 1}`
}

function kindOf(character: string): string {
  if (/[\u202A-\u202E\u2066-\u2069]/.test(character)) return 'a mark of the writing direction'
  return /\p{Cc}/u.test(character) ? 'a control character' : 'an invisible character'
}
