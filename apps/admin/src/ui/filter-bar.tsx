'use client'
import { type ReactNode, type Ref, useState } from 'react'
import { cx } from './class-names.ts'
import { Icon } from './icon.tsx'
import { Kbd } from './kbd.tsx'

export type FilterChip = { key: string; value: string; onRemove: () => void }

export function Chip({ chip }: { chip: FilterChip }) {
  return (
    <span
      data-boundary
      className="inline-flex h-6.5 items-center overflow-hidden rounded-sm bg-text/5 text-sm pointer-coarse:h-10"
    >
      <span className="pl-2 text-text-2">{chip.key}:</span>
      <span className="pr-0.5 pl-px font-medium">{chip.value}</span>
      <button
        type="button"
        aria-label={`Remove filter ${chip.key}`}
        onClick={chip.onRemove}
        className="grid h-full w-6 place-items-center text-text-2 -outline-offset-2! hover:bg-text/8 hover:text-text pointer-coarse:w-10"
      >
        <Icon name="close" className="size-2.5 stroke-[1.8]" />
      </button>
    </span>
  )
}

/** The line under the tabs. Chips mirror the address one to one. */
export function FilterBar({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <div className={cx('flex min-h-11 flex-wrap items-center gap-1.5 border-b px-(--gutter) py-2', className)}>
      {children}
    </div>
  )
}

/**
 * One field for free text and filters. Enter sends the text; Backspace in the empty field takes the last chip away.
 */
export function QueryField({ chips, label, placeholder, text = '', onText, inputRef }: QueryFieldInput) {
  const [draft, setDraft] = useState(text)
  return (
    <search className="contents">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onText(draft.trim())
          setDraft('')
        }}
        className="flex min-h-9 min-w-64 flex-1 flex-wrap items-center gap-1.5 rounded-md bg-surface px-2 py-1 inset-ring inset-ring-border-control focus-within:inset-ring-2 focus-within:inset-ring-focus"
      >
        <Icon name="search" className="size-3.5 text-text-3" />
        {chips.map((chip) => (
          <Chip key={`${chip.key}:${chip.value}`} chip={chip} />
        ))}
        <input
          ref={inputRef}
          aria-label={label}
          placeholder={placeholder}
          value={draft}
          enterKeyHint="search"
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Backspace' && draft === '') chips.at(-1)?.onRemove()
            if (event.key === 'Escape') event.currentTarget.blur()
          }}
          className="h-6.5 min-w-32 flex-1 bg-transparent outline-none! placeholder:text-text-3 max-md:text-lg"
        />
        <Kbd className="max-md:hidden pointer-coarse:hidden">/</Kbd>
      </form>
    </search>
  )
}

type QueryFieldInput = {
  chips: readonly FilterChip[]
  label: string
  placeholder: string
  text?: string
  onText: (text: string) => void
  inputRef?: Ref<HTMLInputElement>
}
