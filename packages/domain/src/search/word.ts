import { fold } from './fold.ts'

const lengthMax = 64
const wordsMax = 40
const signs = /[^\p{L}\p{N}\p{M}]+/u
/** Scripts that put no blank between words: what is looked for may begin at any character. */
const unspaced = /[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]/

/**
 * What a text is found by the beginning of: each word without the signs in it, and what follows each sign. `O'Brien-Vogel`
 * is `obrienvogel`, `brienvogel` and `vogel`, so that it is found with its signs, without them, and by each part.
 */
export function wordsOf(text: string): string[] {
  const words = fold(text).split(' ').flatMap(endings)
  return [...new Set(words.map(shortened))].slice(0, wordsMax)
}

/** The letters and digits of one word as they are compared. */
export function compactOf(word: string): string {
  return shortened(fold(word).split(signs).join(''))
}

function endings(word: string): string[] {
  const parts = word.split(signs).filter((part) => part !== '')
  return parts.flatMap((part, index) => {
    const rest = parts.slice(index + 1).join('')
    const characters = Array.from(part)
    const starts = unspaced.test(part) ? characters.keys() : [0]
    return [...starts].map((start) => characters.slice(start).join('') + rest)
  })
}

function shortened(word: string): string {
  return Array.from(word).slice(0, lengthMax).join('')
}

/** From its end, for numbers: their end is what people read out. */
export function reversed(word: string): string {
  return Array.from(word).reverse().join('')
}
