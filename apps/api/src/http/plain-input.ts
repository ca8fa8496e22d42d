import { TRPCError } from '@trpc/server'
import * as z from 'zod'

const depthMax = 32
const valuesMax = 10_000
/** The longest text an input takes is a note of 2,000 characters. */
const textMax = 10_000

type Place = { key: string; within: Place | undefined }
type Visit = { value: unknown; at: Place | undefined; depth: number }

/**
 * Refuses what a schema lets through and the database or a hash of the input does not take: a text with NUL or half a
 * character, a bigint, a name that JavaScript gives a meaning. Looks at each value once and at no more than `valuesMax`,
 * so a schema is never asked about more. Throws BAD_REQUEST that says where.
 */
export function requirePlainInput(input: unknown): void {
  const open: Visit[] = [{ value: input, at: undefined, depth: 0 }]
  let found = 1
  for (let visit = open.pop(); visit !== undefined; visit = open.pop()) {
    const { value, at, depth } = visit
    if (typeof value === 'bigint') throw inputRefused(pathOf(at), 'must be a number')
    if (typeof value === 'string') requireText(value, at)
    if (typeof value !== 'object' || value === null) continue
    const keys = Object.keys(value)
    found += keys.length
    if (found > valuesMax) throw inputRefused([], `holds more than ${valuesMax} values`)
    if (keys.length > 0 && depth === depthMax) throw inputRefused([], `is nested deeper than ${depthMax} levels`)
    for (const key of keys) {
      const place = { key, within: at }
      if (isReserved(key)) throw inputRefused(pathOf(place), 'is a name no field may have')
      open.push({ value: Reflect.get(value, key), at: place, depth: depth + 1 })
    }
  }
}

/** The answer to an input that no schema has seen: 400 that says where and what is wrong. */
export function inputRefused(path: string[], message: string): TRPCError {
  const cause = new z.ZodRealError([{ code: 'custom', path, message, input: undefined }])
  return new TRPCError({ code: 'BAD_REQUEST', cause })
}

function requireText(text: string, at: Place | undefined): void {
  if (text.length > textMax) throw inputRefused(pathOf(at), `is longer than ${textMax} characters`)
  if (!text.isWellFormed() || text.includes('\0')) {
    throw inputRefused(pathOf(at), 'holds a character no text may hold')
  }
}

function isReserved(key: string): boolean {
  return key === '__proto__' || key === 'constructor' || key === 'prototype'
}

function pathOf(at: Place | undefined): string[] {
  const path: string[] = []
  for (let place = at; place !== undefined; place = place.within) path.push(place.key)
  return path.reverse()
}
