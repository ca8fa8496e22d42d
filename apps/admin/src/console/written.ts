'use client'
import { type FormEvent, type RefObject, useState } from 'react'
import type { ZodType } from 'zod'
import { useFirstProblem } from '@/ui/first-problem.ts'

type Form = {
  ref: RefObject<HTMLFormElement | null>
  noValidate: true
  onSubmit: (event: FormEvent<HTMLFormElement>) => void
}

type Written<Command> = {
  schema: ZodType<Command>
  /** What the command holds besides what is written. */
  given?: Partial<Command> | undefined
  busy: boolean
  send: (command: Command) => void
}

/** A form whose fields are read by their names and checked by the command's schema. What was written stays in them. */
export function useWritten<Command>({ schema, given, busy, send }: Written<Command>) {
  const [tries, setTries] = useState(0)
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({})
  const ref = useFirstProblem(tries)
  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (busy) return
    const read = schema.safeParse({ ...given, ...Object.fromEntries(new FormData(event.currentTarget)) })
    setTries(tries + 1)
    setProblems(Object.fromEntries(read.error?.issues.map(({ path, message }) => [String(path[0]), message]) ?? []))
    if (read.success) send(read.data)
  }
  const form: Form = { ref, noValidate: true, onSubmit }
  return { form, problems }
}
