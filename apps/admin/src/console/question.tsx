'use client'
import { type ReactNode, useState } from 'react'
import { Button } from '@/ui/button.tsx'
import { Dialog } from '@/ui/dialog.tsx'
import { Field, Input, SelectField, TextArea } from '@/ui/field.tsx'
import { ButtonKey } from '@/ui/kbd.tsx'
import { FailureNote } from './failure-note.tsx'
import { type CommandSchema, useWritten } from './written.ts'

/** What an action asks for before it is sent: a schema and the fields that fill it. */
export type Question<Command> = {
  title: string
  description: ReactNode
  schema: CommandSchema<Command>
  /** What the command holds besides what is written. */
  given?: Partial<Command>
  /** Fields by their names in the command, or something of its own that is told what is wrong with each. */
  fields: readonly QuestionField[] | ((problems: Readonly<Record<string, string>>) => ReactNode)
  /** What a person has to know before. */
  note?: ReactNode
  confirm: string
  danger?: boolean
}

/** A paragraph that is kept in the audit log; `line` for a word or a number, `options` to choose from. */
export type QuestionField = {
  name: string
  label: string
  hint?: string
  placeholder?: string
  line?: boolean
  options?: readonly { value: string; label: string }[]
  value?: string | undefined
}

type Sending<Command> = { send: (command: Command) => void; busy: boolean; error: unknown }
type QuestionInput<Command> = { question: Question<Command>; sending: Sending<Command>; onClose: () => void }

/** Says what will happen and asks what it needs. What was written stays while it is refused or fails. */
export function QuestionDialog<Command>({ question, sending, onClose }: QuestionInput<Command>) {
  const { title, description, schema, fields, note, confirm, danger } = question
  // As it was seen when it was asked, until a refusal says what has become of it since.
  const [opened] = useState(question.given)
  const given = sending.error === null ? opened : question.given
  const { form, problems } = useWritten({ schema, given, ...sending })
  return (
    <Dialog onClose={onClose} title={title} description={description}>
      <form {...form} className="grid gap-4">
        {note}
        {typeof fields === 'function'
          ? fields(problems)
          : fields.map((field) => <Asked key={field.name} field={field} problem={problems[field.name]} />)}
        {sending.error !== null && <FailureNote error={sending.error} />}
        <div className="flex justify-end gap-2">
          <Button variant="quiet" onClick={onClose}>
            Back
          </Button>
          <Button type="submit" variant={danger ? 'confirmDanger' : 'primary'} busy={sending.busy}>
            {confirm} <ButtonKey>⌘↵</ButtonKey>
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function Asked({ field, problem }: { field: QuestionField; problem: string | undefined }) {
  const { name, label, hint, line = false, options, placeholder, value } = field
  if (options) return <SelectField {...{ label, hint, options, name }} error={problem} defaultValue={value} />
  return (
    <Field
      label={label}
      hint={hint ?? (line ? undefined : 'Kept in the audit log.')}
      error={problem}
      className="max-w-none"
    >
      {(control) =>
        line ? (
          <Input {...control} name={name} placeholder={placeholder} defaultValue={value} />
        ) : (
          <TextArea {...control} name={name} placeholder={placeholder} />
        )
      }
    </Field>
  )
}
