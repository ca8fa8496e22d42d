'use client'
import { type UseMutationOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { MouseEvent, ReactNode } from 'react'
import { toast } from 'sonner'

/** The options tRPC gives of a mutation. Its path is also the permission it needs. */
export type Procedure<Command, Result, Failure> = UseMutationOptions<Result, Failure, Command> & {
  trpc: { path: string }
}

export type Outcome<Command, Result> = {
  /** What is said when it is done. */
  done: (result: Result) => ReactNode
  /** Takes it back, offered beside what is said. */
  undo?: ((result: Result, command: Command) => void) | undefined
  after?: (result: Result) => void
}

/** Sends a command, says what came of it, and has all that is shown read again, also after a refusal. */
export function useCommand<Command, Result, Failure>(
  procedure: Procedure<Command, Result, Failure>,
  { done, undo, after }: Outcome<Command, Result>,
) {
  const queries = useQueryClient()
  return useMutation({
    ...procedure,
    onSuccess: (result, command) => {
      const takeBack = (event: MouseEvent<HTMLButtonElement>) => {
        undo?.(result, command)
        // The button goes, and the toaster gives the focus back to where it was only when it is let go of before.
        event.currentTarget.blur()
      }
      toast(done(result), undo && { action: { label: 'Undo', onClick: takeBack } })
      after?.(result)
    },
    onSettled: () => queries.invalidateQueries(),
  })
}
