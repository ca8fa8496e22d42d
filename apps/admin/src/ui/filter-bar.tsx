'use client'
import type { ReactNode } from 'react'
import { cx } from './class-names.ts'
import { Icon } from './icon.tsx'

/** `problem` says why the filter could not be read; its text is kept so that it can be mended. */
export type FilterChip = { key: string; value: ReactNode; problem?: string; onRemove: () => void }

export function Chip({ chip }: { chip: FilterChip }) {
  return (
    <span
      data-boundary
      className={cx(
        'inline-flex min-h-6.5 items-center overflow-hidden rounded-sm bg-text/5 text-sm pointer-coarse:min-h-10',
        chip.problem !== undefined && 'bg-danger-tint',
      )}
    >
      <span className="pl-2 text-text-2">{chip.key}:</span>
      <span className="pr-0.5 pl-px font-medium">{chip.value}</span>
      {chip.problem !== undefined && <span className="px-1 text-danger-text">{chip.problem}</span>}
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
