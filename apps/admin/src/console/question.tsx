'use client'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { ZodType } from 'zod'
import { Button } from '@/ui/button.tsx'
import { Dialog } from '@/ui/dialog.tsx'
import { Field, TextArea } from '@/ui/field.tsx'
import { useFirstProblem } from '@/ui/first-problem.ts'
import { ButtonKey } from '@/ui/kbd.tsx'
import { FailureNote } from './failure-note.tsx'

/** What an action asks for before it is sent. Its fields are read by their names and checked by the command's schema. */
export type Question<Command> = {
  title: string
  description: ReactNode
  schema: ZodType<Command>
  /** What the command holds besides what is written. */
  given: Partial<Command>
  reason: { name: keyof Command & string; label: string; hint?: string; placeholder?: string }
  /** Above the reason: another field, or what a person has to know. */
  before?: ReactNode
  confirm: string
  danger?: boolean
}

type Sending<Command> = { send: (command: Command) => void; busy: boolean; error: unknown }

type QuestionInput<Command> = { question: Question<Command>; send: Sending<Command>; onClose: () => void }

/** Says what will happen and asks why. What was written stays while it is refused or fails. */
export function QuestionDialog<Command>({ question, send: { send, busy, error }, onClose }: QuestionInput<Command>) {
  const { title, description, schema, given, reason, before, confirm, danger } = question
  const [tries, setTries] = useState(0)
  const [problem, setProblem] = useState<string>()
  const form = useFirstProblem(tries)

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (busy) return
    const read = schema.safeParse({ ...given, ...Object.fromEntries(new FormData(event.currentTarget)) })
    setTries(tries + 1)
    setProblem(read.error?.issues[0]?.message)
    if (read.success) send(read.data)
  }

  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title} description={description}>
      <form ref={form} noValidate className="grid gap-4" onSubmit={submit}>
        {before}
        <Field
          label={reason.label}
          hint={reason.hint ?? 'Kept in the audit log.'}
          error={problem}
          className="max-w-none"
        >
          {(control) => <TextArea {...control} name={reason.name} placeholder={reason.placeholder} />}
        </Field>
        {error !== null && <FailureNote error={error} />}
        <div className="flex justify-end gap-2">
          <Button variant="quiet" onClick={onClose}>
            Back
          </Button>
          <Button type="submit" variant={danger ? 'confirmDanger' : 'primary'} busy={busy}>
            {confirm} <ButtonKey>⌘↵</ButtonKey>
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
