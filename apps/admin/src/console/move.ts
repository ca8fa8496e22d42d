'use client'
import { type Lifecycle, type Move, movesFrom } from '@mainstay/domain/lifecycle/lifecycle'
import type { ComponentProps } from 'react'
import type { MoveWords } from '@/nouns/noun.ts'
import type { Button } from '@/ui/button.tsx'
import type { Refusal } from '@/ui/tooltip.tsx'
import { type Action, useAction } from './action.tsx'
import type { Procedure } from './command.tsx'
import type { QuestionField } from './question.tsx'
import type { CommandSchema } from './written.ts'

type MoveInput<Command, Result, Failure> = {
  procedure: Procedure<Command, Result, Failure>
  words: MoveWords
  /** Whether it is told why. */
  reason: Move<string>['reason']
  /** Over what it asks: of what thing. */
  title: string
  schema: CommandSchema<Command>
  given: Command
  /** What it asks for in place of a reason. */
  field?: QuestionField | undefined
  variant: ComponentProps<typeof Button>['variant']
  refusal: Refusal | undefined
  /** Where the seller hangs whom it is about. */
  at: { path: string }
  undo?: ((result: Result) => void) | undefined
}

/** A move of a lifecycle as an action: made at once, unless it is told why or asks for something else. */
export function useMove<Command, Result, Failure>(input: MoveInput<Command, Result, Failure>): Action {
  const { procedure, words, reason, title, schema, given, field, variant, refusal, at, undo } = input
  const { label, keys, says, hint, done, danger } = words
  const whyField = { name: 'reason', label: reason === 'optional' ? 'Note' : 'Reason' }
  const isSentAtOnce = reason === undefined && field === undefined
  return useAction({
    procedure,
    label,
    ...(keys && { keys }),
    look: { variant },
    refusal,
    at,
    asks: isSentAtOnce
      ? { sends: given }
      : {
          title,
          description: says,
          schema,
          given,
          fields: [{ ...(field ?? whyField), ...(hint && { hint }) }],
          confirm: label.replace('…', ''),
          ...(danger && { danger }),
        },
    done: () => done,
    undo,
  })
}

/**
 * The actions of the moves that have words, as far as they start from here. Each is made whatever the state: they are
 * hooks, and a state that changes may not change their number.
 */
export function useMovesFrom<State extends string, Name extends string, Known extends Name>(
  cycle: Lifecycle<string, State, Name>,
  status: State,
  { words, useOne }: { words: Readonly<Record<Known, MoveWords>>; useOne: (move: Known, words: MoveWords) => Action },
): Action[] {
  const possible: readonly string[] = movesFrom(cycle, status)
  const known = Object.keys(words) as Known[]
  const all = known.map((move) => {
    const said: MoveWords = words[move]
    const { keys: _, ...without } = said
    const isPossible = possible.includes(move)
    return { move, action: useOne(move, isPossible ? said : without) }
  })
  // They stand in the order in which the lifecycle declares them.
  return possible.flatMap((name) => all.filter(({ move }) => move === name).map(({ action }) => action))
}
