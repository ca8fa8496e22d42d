import * as z from 'zod'

/** A whole number as people and programs write one: digits, and a minus before them. Undefined for anything else. */
export function wholeNumber(text: string): number | undefined {
  return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined
}

/** A whole number that arrives as a text, such as a setting of the environment. */
export function WholeNumber({ min, max }: { min: number; max: number }) {
  const problem = `must be a whole number from ${min} to ${max}`
  return z
    .string(problem)
    .regex(/^\d{1,15}$/, problem)
    .transform(Number)
    .pipe(z.int(problem).min(min, problem).max(max, problem))
}

const noMoment = 'must be a moment such as 2026-11-22T12:00:00Z, with its offset, or a day such as 2026-11-22'
const noYear = 'must be a date of this calendar'

/**
 * A moment as a program holds it, or as ISO 8601 writes it with its offset; a day alone begins at midnight UTC. What else
 * `Date` would make something of is refused: `11.12.2026` is two days, and 30 February none.
 */
export const Moment = z
  .union([z.date(), z.iso.datetime({ offset: true }), z.iso.date()], noMoment)
  .transform((written) => new Date(written))
  .pipe(z.date(noMoment).min(new Date('0001-01-01T00:00:00Z'), noYear).max(new Date('9999-12-31T23:59:59Z'), noYear))
