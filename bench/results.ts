import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import type { Measure } from './rounds.ts'

const Measures = z.array(z.object({ name: z.string(), value: z.number(), unit: z.string(), against: z.string() }))

const file = join(import.meta.dirname, 'results.json')

/** Replaces the figures of these names in bench/results.json and leaves the others as they are. */
export function saveResults(measures: readonly Measure[]): void {
  const known = existsSync(file) ? Measures.parse(JSON.parse(readFileSync(file, 'utf8'))) : []
  const names = new Set(measures.map(({ name }) => name))
  const all = [...known.filter(({ name }) => !names.has(name)), ...measures]
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`)
}
