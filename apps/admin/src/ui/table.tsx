import type { ComponentProps, ReactNode } from 'react'
import { cx } from './class-names.ts'

/** A wide table scrolls inside a labelled region that the keyboard can reach. */
export function TableRegion({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section
      aria-label={`${label}, scrolls sideways`}
      tabIndex={0}
      className="relative overflow-x-auto -outline-offset-2!"
    >
      {children}
    </section>
  )
}

type TableInput = {
  caption: string
  still?: boolean
  top?: boolean
  narrow?: 'blocks' | undefined
  className?: string
  children: ReactNode
}

/** `still` has no hover, `top` aligns cells at the top; with `narrow` a row is a block on a phone, and roles are written out. */
export function Table({ caption, still, top, narrow, className, children }: TableInput) {
  return (
    <table
      role={narrow && 'table'}
      className={cx('data-table', className)}
      data-still={still || undefined}
      data-top={top || undefined}
      data-narrow={narrow}
    >
      <caption className="sr-only">{caption}</caption>
      {children}
    </table>
  )
}

export function NumberCell({ className, ...rest }: ComponentProps<'td'>) {
  return <td {...rest} className={cx('number', className)} />
}

/** A missing value is not zero. */
export function None() {
  return (
    <span className="text-text-3" data-none>
      <span aria-hidden="true">–</span>
      <span className="sr-only">none</span>
    </span>
  )
}

/** A second line in a cell. */
export function SubLine({ children, className }: { children: ReactNode; className?: string }) {
  return <span className={cx('block text-sm font-normal text-text-3', className)}>{children}</span>
}
