import * as z from 'zod'
import type { Permission } from '../access/permission.ts'

/** Who makes a move: people with the permission, ourselves (in a run, or by the clock), or a provider that reports a fact. */
export type Mover = Permission | 'system' | 'clock' | 'provider'

export type Move<State extends string> = {
  /** Where it starts. Left out: it brings the thing into being. */
  from?: readonly State[]
  /** It also brings the thing into being, where that is the first we hear of it. */
  begins?: true
  /** Where it leads. Left out: the state stays. */
  to?: State | readonly State[]
  /** Left out: people with the permission that is called as the move is, `seller.pause`. */
  by?: Mover | readonly Mover[]
  /** What happened by it: `approved`. With the noun it is the name of the outbox event. Left out: it is told nowhere. */
  event?: string
  /** Whether who makes it says why. */
  reason?: 'required' | 'optional'
  /** Never made by the person who asked for it. */
  secondPerson?: true
  /** When the clock makes it, or at what time it asks somebody. */
  when?: string
}

export type Lifecycle<Noun extends string = string, State extends string = string, Name extends string = string> = {
  noun: Noun
  states: readonly [State, ...State[]]
  /** The states as a schema. */
  State: z.ZodEnum<{ [S in State]: S }>
  /** The noun whose audit entries and events tell its moves, where it has none of its own. */
  toldBy?: string | undefined
  moves: Readonly<Record<Name, Move<State>>>
}

/** The states of a noun and what leads from one to another, said once; everything else about them is derived from it. */
export function lifecycle<const Noun extends string, const State extends string, const Name extends string>(
  noun: Noun,
  {
    states,
    moves,
    toldBy,
  }: {
    states: readonly [State, ...State[]]
    moves: Record<Name, Move<NoInfer<State>>>
    toldBy?: string
  },
): Lifecycle<Noun, State, Name> {
  return { noun, states, State: z.enum(states), moves, toldBy }
}

/** Who makes a move. */
export function moversOf({ noun, moves }: Lifecycle, name: string): readonly string[] {
  const by = moves[name]?.by ?? `${noun}.${name}`
  return typeof by === 'string' ? [by] : by
}

/** Where a move leads from this state; undefined where it cannot be made. */
export function reachedBy<State extends string, Name extends string>(
  { moves }: Lifecycle<string, State, Name>,
  name: NoInfer<Name>,
  from: State,
): readonly State[] | undefined {
  const move = moves[name]
  if (!move.from?.includes(from)) return undefined
  if (move.to === undefined) return [from]
  return typeof move.to === 'string' ? [move.to] : move.to
}

export function canBecome<State extends string>(
  cycle: Lifecycle<string, State>,
  from: NoInfer<State>,
  to: NoInfer<State>,
): boolean {
  return Object.keys(cycle.moves).some((name) => reachedBy(cycle, name, from)?.includes(to) && from !== to)
}

/** The moves that start in this state, in the order they were declared: what a page offers next. */
export function movesFrom<State extends string, Name extends string>(
  cycle: Lifecycle<string, State, Name>,
  from: NoInfer<State>,
): Name[] {
  const names = Object.keys(cycle.moves) as Name[]
  return names.filter((name) => reachedBy(cycle, name, from) !== undefined)
}

/** Nothing leads out of it. */
export function isFinal<State extends string>(cycle: Lifecycle<string, State>, state: NoInfer<State>): boolean {
  return cycle.states.every((other) => !canBecome(cycle, state, other))
}
