import type { ReactNode } from 'react'
import { cx } from './class-names.ts'
import { Glyph, type Shape, shapeTone } from './glyph.tsx'
import { type Tone, toneText } from './tone.ts'

const ground: Record<Tone, string> = {
  neutral: 'bg-sunken',
  positive: 'bg-positive-tint',
  warning: 'bg-warning-tint',
  danger: 'bg-danger-tint',
  info: 'bg-info-tint',
  money: 'bg-money-tint',
}

/** A sentence that matters here: bold fact, then the explanation. `plain` keeps the ground grey. */
export function Note({ shape, title, plain = false, children, className }: NoteInput) {
  const tone = shapeTone[shape]
  return (
    <div
      data-boundary
      className={cx('flex items-start gap-2.5 rounded-md px-3 py-2.5', ground[plain ? 'neutral' : tone], className)}
    >
      <Glyph shape={shape} className={cx('mt-1', tone === 'neutral' && 'text-text')} />
      <div className="min-w-0 flex-1">
        {title && <p className={cx('font-semibold', toneText[plain ? 'neutral' : tone])}>{title}</p>}
        {children && <div className={cx(title && 'mt-0.5 text-text-2')}>{children}</div>}
      </div>
    </div>
  )
}

type NoteInput = { shape: Shape; title?: ReactNode; plain?: boolean; children?: ReactNode; className?: string }
