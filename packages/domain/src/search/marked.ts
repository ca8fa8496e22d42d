import { wireEmail } from '../text/email.ts'
import { compactOf, reversed, wordsOf } from './word.ts'

/**
 * What else than a word of a name stands among the words is marked by what it begins with. No word begins so itself, and
 * who may not know an e-mail address does not look under its mark.
 */
const marks = { number: '#', end: '<', inside: '~', email: '@', seller: '$' } as const

/** Fewer signs than this from the middle of a number are in the middle of too many. */
const insideMin = 4

/** One of our numbers, as people misread it: by its beginning, with its prefix or without, by its end, and by its middle. */
export function numberWords(number: string): string[] {
  const whole = plainDigits(compactOf(number))
  const digits = plainDigits(compactOf(number.slice(number.indexOf('-') + 1)))
  return [marks.number + whole, marks.number + digits, marks.end + reversed(whole), ...insides(digits)]
}

/** Where a middle can begin. Its last sign is left to the end. */
function insides(digits: string): string[] {
  const starts = Array.from({ length: Math.max(0, digits.length - insideMin - 1) }, (_, index) => index + 1)
  return starts.map((start) => marks.inside + digits.slice(start, -1))
}

/** Letters that are misread, as the digit that was meant: numbers have no I, L and O. */
function plainDigits(compact: string): string {
  return compact.replaceAll('o', '0').replace(/[il]/g, '1')
}

/** A number of another system: by its beginning, what follows a sign, and its end. */
export function foreignNumberWords(number: string): string[] {
  const whole = compactOf(number)
  return whole === '' ? [] : [...wordsOf(number), marks.end + reversed(whole)]
}

/**
 * The whole address, what follows each sign in it, and the company behind the @; not `com` and the like alone. A domain of
 * letters is found in its ASCII form too.
 */
export function emailWords(email: string): string[] {
  const words = [email, wireEmail(email) ?? email].flatMap((written) => wordsOf(written).slice(0, -1))
  return [...new Set(words)].map((word) => marks.email + word)
}

/** A purchase is found by the name a seller has today, so it holds who, not how they are called. */
export function sellerWord(sellerId: string): string {
  return marks.seller + sellerId.replaceAll('-', '')
}

/** One word that somebody typed, in each way it can be meant. */
export type Term = {
  /** What is looked for begins so. */
  beginnings: readonly string[]
  /** The same, for who may know the addresses of buyers. */
  ofEmail: readonly string[]
}

const termsMax = 12
/** Less of an end than this is the end of too much. */
const endMin = 3
const partOfOrder = /^(.*[0-9a-z]{8})[-\u2010-\u2015\u2212][a-z]{1,3}$/i

/** The words of what was typed; all of them have to be found. Undefined where nothing that was typed can be. */
export function termsOf(text: string): Term[] | undefined {
  const typed = text.split(/\s+/).filter((word) => compactOf(word) !== '')
  if (typed.length === 0) return undefined
  return typed.slice(0, termsMax).map(termOf)
}

function termOf(typed: string): Term {
  const word = compactOf(typed)
  // The letter of a seller's part finds the purchase it is a part of.
  const number = plainDigits(compactOf(partOfOrder.exec(typed)?.[1] ?? typed))
  const ends = word.length < endMin ? [] : new Set([word, number].map((each) => marks.end + reversed(each)))
  const inside = number.length < insideMin ? [] : [marks.inside + number]
  return {
    beginnings: [word, marks.number + number, ...ends, ...inside],
    ofEmail: [...new Set([typed, wireEmail(typed) ?? typed])].map((each) => marks.email + compactOf(each)),
  }
}
