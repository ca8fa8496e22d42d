import type * as z from 'zod'
import { Version } from '../command/version.ts'
import { Words } from '../text/text.ts'
import type { Lifecycle } from './lifecycle.ts'

/** What every move is asked with, besides what it is about. `version` is the one the person looked at. */
export const moveShape = { version: Version, reason: Words({ max: 2000 }).default('') }

const isSaid = ({ reason }: { reason: string }) => reason.length >= 3
const why = { path: ['reason'], error: 'Say in a few words why' }

/** What each move of a noun is asked with: the same of all, and a reason where the lifecycle wants one. */
export function moveInputs<Name extends string, Asked extends z.ZodType<{ reason: string }>>(
  { moves }: Lifecycle<string, string, Name>,
  asked: Asked,
): Record<Name, Asked> {
  const told = asked.refine(isSaid, why)
  const names = Object.keys(moves) as Name[]
  const inputs = names.map((name) => [name, moves[name].reason === 'required' ? told : asked])
  return Object.fromEntries(inputs)
}
