import { accept, type Decision, refuse } from '../command/decision.ts'
import { type Lifecycle, reachedBy } from './lifecycle.ts'

/** What may stand in the way of any move. */
export type MoveRefusal<Noun extends string> =
  | { code: `${Noun}.not_possible`; status: string; move: string }
  | { code: `${Noun}.changed`; version: number }

/** The state a move leads to, if it can be made from here and nobody changed the thing since it was looked at. */
export function decideMove<Noun extends string, State extends string, Name extends string>(
  cycle: Lifecycle<Noun, State, Name>,
  thing: { status: State; version: number },
  { move, version }: { move: NoInfer<Name>; version: number },
): Decision<State, MoveRefusal<Noun>> {
  if (thing.version !== version) return refuse({ code: `${cycle.noun}.changed`, version: thing.version })
  const [next] = reachedBy(cycle, move, thing.status) ?? []
  if (next === undefined) return refuse({ code: `${cycle.noun}.not_possible`, status: thing.status, move })
  return accept(next)
}
