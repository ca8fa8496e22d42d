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

/** The line at the bottom of a page that names its keys. */
export function KeyHints({ hints }: { hints: readonly { keys: readonly string[]; label: string }[] }) {
  return (
    <div
      role="note"
      aria-label="Keyboard hints"
      data-no-print
      className="sticky bottom-0 z-5 mt-auto flex min-h-8 flex-wrap items-center gap-x-4 gap-y-1.5 border-t bg-surface px-(--gutter) text-sm text-text-3 max-stack:hidden"
    >
      {hints.map((hint) => (
        <span key={hint.label} className="inline-flex items-center gap-[5px] whitespace-nowrap">
          {hint.keys.map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
          {hint.label}
        </span>
      ))}
    </div>
  )
}
