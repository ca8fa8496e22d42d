'use client'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { ZodType } from 'zod'
import { onceWith } from '@/trpc/client.tsx'
import { Button } from '@/ui/button.tsx'
import { Dialog } from '@/ui/dialog.tsx'
import { Field, Input } from '@/ui/field.tsx'
import { useFirstProblem } from '@/ui/first-problem.ts'
import { ButtonKey } from '@/ui/kbd.tsx'
import { type Outcome, type Procedure, useCommand } from './command.tsx'
import { FailureNote } from './failure-note.tsx'

type FormInput<Command, Result, Failure> = Outcome<Result> & {
  title: string
  description: ReactNode
  /** Sent under one key, however often it is pressed. */
  procedure: (once: ReturnType<typeof onceWith>) => Procedure<Command, Result, Failure>
  schema: ZodType<Command>
  /** What the command holds besides what is written. */
  given?: Partial<Command>
  fields: readonly { name: keyof Command & string; label: string; hint?: string; initial?: string }[]
  confirm: string
  danger?: boolean
  /** Under the fields. */
  children?: ReactNode
  onClose: () => void
}

/** Asks for what a command holds: a line a field, each with what is wrong with it. What was written stays. */
export function FormDialog<Command, Result, Failure>(input: FormInput<Command, Result, Failure>) {
  const { title, description, procedure, schema, given, fields, confirm, danger, onClose } = input
  const [key] = useState(() => crypto.randomUUID())
  const [tries, setTries] = useState(0)
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({})
  const form = useFirstProblem(tries)
  const command = useCommand(procedure(onceWith(key)), input)

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const read = schema.safeParse({ ...given, ...Object.fromEntries(new FormData(event.currentTarget)) })
    setTries(tries + 1)
    setProblems(Object.fromEntries(read.error?.issues.map(({ path, message }) => [String(path[0]), message]) ?? []))
    if (read.success && !command.isPending) command.mutate(read.data)
  }

  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title} description={description}>
      <form ref={form} noValidate className="grid gap-4" onSubmit={submit}>
        {fields.map(({ name, label, hint, initial }) => (
          <Field key={name} label={label} hint={hint} error={problems[name]} className="max-w-none">
            {(control) => <Input {...control} name={name} defaultValue={initial} />}
          </Field>
        ))}
        {input.children}
        {command.error !== null && <FailureNote error={command.error} />}
        <div className="flex justify-end gap-2">
          <Button variant="quiet" onClick={onClose}>
            Back
          </Button>
          <Button type="submit" variant={danger ? 'confirmDanger' : 'primary'} busy={command.isPending}>
            {confirm} <ButtonKey>⌘↵</ButtonKey>
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
