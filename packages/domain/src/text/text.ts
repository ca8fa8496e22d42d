import * as z from 'zod'
import { withoutInvisible } from './invisible.ts'

/**
 * What a person wrote on one line, as it is kept: letters composed, so that one name is one text; nothing in it that
 * nobody sees, and no blanks around it.
 */
export function Line({ max, empty }: { max: number; empty: string }) {
  return z.string().overwrite(oneLine).min(1, empty).max(max)
}

/** A line that may be left out. */
export function OptionalLine({ max }: { max: number }) {
  return z.string().overwrite(oneLine).max(max)
}

/** What a person wrote in their own words; it may have several lines. `min` characters say something. */
export function Words({ min = 0, max, empty }: { min?: number; max: number; empty?: string }) {
  return z.string().overwrite(severalLines).min(min, empty).max(max)
}

export function oneLine(text: string): string {
  return kept(text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' '))
}

function severalLines(text: string): string {
  const lines = text.replace(/\r\n?|[\p{Zl}\p{Zp}\u0085]/gu, '\n')
  // The two that lay a text out.
  return kept(lines.replace(/(?![\n\t])\p{Cc}+/gu, ' '))
}

// What is between two parts of a letter keeps them from being composed, and composing may put marks in another order, which
// decides what belongs to a word: until nothing changes any more.
function kept(text: string): string {
  const next = withoutInvisible(text).normalize('NFC').trim()
  return next === text ? text : kept(next)
}
