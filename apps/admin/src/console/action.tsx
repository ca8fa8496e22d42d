'use client'
import type { Permission } from '@mainstay/domain/access/permission'
import { type ComponentProps, type ReactNode, useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/ui/button.tsx'
import { ButtonKey } from '@/ui/kbd.tsx'
import { passFocusOn } from '@/ui/return-focus.ts'
import type { Refusal } from '@/ui/tooltip.tsx'
import { type Outcome, type Procedure, useCommand } from './command.tsx'
import { failureWords } from './failure-words.ts'
import { keyLabels } from './key-name.ts'
import { useKeys } from './keys.tsx'
import { type Question, QuestionDialog } from './question.tsx'
import { missingRight } from './refusal-words.ts'
import { useMe } from './session.tsx'

/** One thing a person can do with what is shown: its button, its key and what it opens all follow from it. */
export type Action = Face & { busy: boolean; start: () => void; layer: ReactNode }

export type Face = {
  label: string
  keys?: string
  look?: Pick<ComponentProps<typeof Button>, 'variant' | 'size' | 'icon' | 'className'>
  /** Why the rule the api applies says no to it now. */
  refusal: Refusal | undefined
  /** Where the one seller it is about hangs: a right held at another one is none here. */
  at?: { path: string } | undefined
}

type Sending<Command, Result, Failure> = Outcome<Command, Result> & {
  procedure: Procedure<Command, Result, Failure>
  /** What it asks before it sends, or what it sends at once. */
  asks: Question<Command> | { sends: Command }
}

/** Sends a command when it is pressed, or when what it asks is answered. */
export function useAction<Command, Result, Failure>(input: Face & Sending<Command, Result, Failure>): Action {
  const { procedure, asks } = input
  const [asking, setAsking] = useState(false)
  const command = useCommand(procedure, {
    ...input,
    after: (result) => {
      setAsking(false)
      input.after?.(result)
    },
  })
  const face = useAllowed(input, procedure.trpc.path)
  const start = () => {
    if (face.refusal !== undefined || command.isPending) return
    if ('sends' in asks) command.mutate(asks.sends, { onError: sayWhyNot })
    else setAsking(true)
  }
  useActionKey(face, start)
  const close = () => {
    command.reset()
    setAsking(false)
  }
  const sending = { send: (written: Command) => command.mutate(written), busy: command.isPending, error: command.error }
  const layer = asking && !('sends' in asks) && <QuestionDialog question={asks} sending={sending} onClose={close} />
  return { ...face, busy: command.isPending, start, layer }
}

type Opening = Face & { permission: Permission; opens: (close: () => void) => ReactNode }

/** Opens a form of its own, which sends. */
export function useOpening(input: Opening): Action {
  const [open, setOpen] = useState(false)
  const face = useAllowed(input, input.permission)
  const start = () => setOpen(face.refusal === undefined)
  useActionKey(face, start)
  return { ...face, busy: false, start, layer: open && input.opens(() => setOpen(false)) }
}

/** The right comes before every rule. */
function useAllowed({ label, keys, look, refusal, at }: Face, procedure: string): Face {
  const missing = missingRight(useMe().grants, { procedure, at })
  return { label, ...(keys && { keys }), ...(look && { look }), refusal: missing ?? refusal }
}

/** A key has no button that could show why not, so it is said. */
function useActionKey({ keys, label, refusal }: Face, start: () => void): void {
  const run = () => (refusal === undefined ? start() : say(refusal))
  useKeys(keys === undefined ? [] : [{ keys, label: plain(label), run }])
}

/** The button of an action, with whatever it opens. */
export function ActionButton({ action, children }: { action: Action; children?: ReactNode }) {
  const { label, keys, look, refusal, busy, start, layer } = action
  return (
    <>
      <Button ref={passFocusOn} {...look} refusal={refusal} busy={busy} onClick={start}>
        {children ?? label} {keys !== undefined && <ButtonKey>{keyLabels(keys).join(' ')}</ButtonKey>}
      </Button>
      {layer}
    </>
  )
}

/** The line at the bottom of a page: its actions by their keys. */
export function hintsOf(actions: readonly Action[]): { keys: readonly string[]; label: string }[] {
  return actions.flatMap(({ keys, label }) =>
    keys === undefined ? [] : [{ keys: keyLabels(keys), label: plain(label).toLowerCase() }],
  )
}

function plain(label: string): string {
  return label.replace('…', '')
}

function sayWhyNot(error: unknown): void {
  say(failureWords(error))
}

function say({ fact, wayOut }: Refusal): void {
  toast(fact, { description: wayOut })
}
