import type { ReactNode } from 'react'
import { cx } from './class-names.ts'
import { Glyph, type Shape, shapeTone } from './glyph.tsx'
import { type Tone, toneTint } from './tone.ts'

type StatusLook = { shape: Shape; tone?: Tone; children: ReactNode; className?: string }

/** The quiet form: glyph and plain word. Always this one in tables. */
export function Status({ shape, tone = shapeTone[shape], children, className }: StatusLook) {
  return (
    <span className={cx('inline-flex items-center gap-1.5 whitespace-nowrap', className)}>
      <Glyph shape={shape} tone={tone} />
      {children}
    </span>
  )
}

/** The tinted form: page headers only, at most three. */
export function StatusPill({ shape, tone = shapeTone[shape], children, className }: StatusLook) {
  return (
    <span
      data-boundary
      className={cx(
        'inline-flex h-5.5 items-center gap-1.5 whitespace-nowrap rounded-full pr-2 pl-[7px] text-sm font-medium',
        toneTint[tone],
        className,
      )}
    >
      <Glyph shape={shape} tone={tone} />
      {children}
    </span>
  )
}
