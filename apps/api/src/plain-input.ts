import { TRPCError } from '@trpc/server'
import * as z from 'zod'

const depthMax = 32
const valuesMax = 20_000

type Visit = { value: unknown; path: string[] }

/**
 * Refuses what a schema lets through and the database or a hash of the input does not take: a text with NUL or half a
 * character, a bigint, a value that holds itself. Throws BAD_REQUEST that says where.
 */
export function requirePlainInput(input: unknown): void {
  const open: Visit[] = [{ value: input, path: [] }]
  let seen = 0
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next
    seen += 1
    if (seen > valuesMax || path.length > depthMax) throw refused([], 'is too large or too deep')
    if (typeof value === 'bigint') throw refused(path, 'must be a number')
    if (typeof value === 'string' && !isStorable(value)) throw refused(path, 'holds a character no text may hold')
    if (typeof value === 'object' && value !== null) {
      for (const [key, held] of Object.entries(value)) open.push({ value: held, path: [...path, key] })
    }
  }
}

function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

function refused(path: string[], message: string): TRPCError {
  const cause = new z.ZodRealError([{ code: 'custom', path, message, input: undefined }])
  return new TRPCError({ code: 'BAD_REQUEST', cause })
}
