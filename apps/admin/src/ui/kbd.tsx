import type { ReactNode } from 'react'
import { cx } from './class-names.ts'

export function Kbd({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <kbd
      className={cx(
        'inline-block min-w-[1.125rem] rounded-xs bg-surface px-1 text-center font-sans text-xs font-medium text-text-2 inset-ring inset-ring-border-strong',
        className,
      )}
    >
      {children}
    </kbd>
  )
}

/** The key inside a button: takes the colour of the button, and is left out where there is no keyboard. */
export function ButtonKey({ children }: { children: ReactNode }) {
  return (
    <Kbd className="-mr-[3px] bg-transparent text-inherit inset-ring-current/28 max-md:hidden pointer-coarse:hidden">
      {children}
    </Kbd>
  )
}

type Hint = { keys: readonly string[]; label: string }

/** The line at the bottom of a page that names its keys: as many as fit, and always the last. */
export function KeyHints({ hints }: { hints: readonly Hint[] }) {
  const last = hints.at(-1)
  return (
    <div
      role="note"
      aria-label="Keyboard hints"
      data-no-print
      className="sticky bottom-0 z-5 mt-auto flex h-8 shrink-0 gap-x-4 border-t bg-surface px-(--gutter) text-sm text-text-3 max-stack:hidden"
    >
      {hints.length > 1 && (
        <div className="flex h-full min-w-0 flex-wrap gap-x-4 overflow-hidden">{hints.slice(0, -1).map(hintOf)}</div>
      )}
      {last && hintOf(last)}
    </div>
  )
}

function hintOf({ keys, label }: Hint) {
  return (
    <span key={label} className="inline-flex h-full items-center gap-[5px] whitespace-nowrap">
      {keys.map((key) => (
        <Kbd key={key}>{key}</Kbd>
      ))}
      {label}
    </span>
  )
}
