'use client'
import { type FormEvent, type RefObject, useState } from 'react'
import type { ZodType } from 'zod'
import { useFirstProblem } from '@/ui/first-problem.ts'

type Form = {
  ref: RefObject<HTMLFormElement | null>
  noValidate: true
  onSubmit: (event: FormEvent<HTMLFormElement>) => void
}

/** The schema of a command, whose fields a form may have. */
export type CommandSchema<Command> = ZodType<Command> & { shape: Readonly<Record<string, unknown>> }

type Written<Command> = {
  schema: CommandSchema<Command>
  /** What the command holds besides what is written. */
  given?: Partial<Command> | undefined
  busy: boolean
  send: (command: Command) => void
}

/**
 * A form whose fields are read by their names and checked by the command's schema; controls that the command does not know
 * only help to write one that it does. What was written stays in them.
 */
export function useWritten<Command>({ schema, given, busy, send }: Written<Command>) {
  const [tries, setTries] = useState(0)
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({})
  const ref = useFirstProblem(tries)
  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (busy) return
    const written = [...new FormData(event.currentTarget)].filter(([name]) => name in schema.shape)
    const read = schema.safeParse({ ...given, ...Object.fromEntries(written) })
    setTries(tries + 1)
    setProblems(Object.fromEntries(read.error?.issues.map(({ path, message }) => [String(path[0]), message]) ?? []))
    if (read.success) send(read.data)
  }
  const form: Form = { ref, noValidate: true, onSubmit }
  return { form, problems }
}
