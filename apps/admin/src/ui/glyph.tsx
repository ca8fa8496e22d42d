import { cx } from './class-names.ts'
import type { Tone } from './tone.ts'
import { toneGlyph } from './tone.ts'

const cut = { fill: 'none', stroke: 'var(--color-surface)', strokeLinecap: 'round', strokeLinejoin: 'round' } as const

const shapes = {
  notStarted: <circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  inProgress: (
    <>
      <circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M6 3.2a2.8 2.8 0 0 1 0 5.6z" fill="currentColor" />
    </>
  ),
  done: (
    <>
      <circle cx="6" cy="6" r="5.4" fill="currentColor" />
      <path d="m3.6 6.2 1.7 1.7 3.2-3.6" {...cut} strokeWidth="1.5" />
    </>
  ),
  waitsForPerson: <path d="M6 .6 11.4 6 6 11.4.6 6z" fill="currentColor" />,
  attention: (
    <>
      <path d="M6 .8 11.6 11H.4z" fill="currentColor" />
      <path d="M6 4.4v3M6 8.9v.3" {...cut} strokeWidth="1.4" />
    </>
  ),
  unknown: (
    <>
      <circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" strokeWidth="1.4" strokeDasharray="2.3 1.6" />
      <path
        d="M4.7 4.8a1.35 1.35 0 1 1 2 1.2c-.5.28-.7.5-.7 1M6 8.6v.1"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.25"
        strokeLinecap="round"
      />
    </>
  ),
  onHold: (
    <>
      <circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path d="M4.7 4v4M7.3 4v4" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
    </>
  ),
  failed: (
    <>
      <rect x=".8" y=".8" width="10.4" height="10.4" rx="2.2" fill="currentColor" />
      <path d="m4 4 4 4M8 4 4 8" {...cut} strokeWidth="1.5" />
    </>
  ),
  reversed: (
    <>
      <circle cx="6" cy="6" r="5.4" fill="currentColor" />
      <path d="M5 3.4 3.4 5 5 6.6M3.6 5h3.2a1.7 1.7 0 0 1 0 3.4H5.6" {...cut} strokeWidth="1.3" />
    </>
  ),
  stopped: (
    <>
      <circle cx="6" cy="6" r="4.7" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path d="m2.8 9.2 6.4-6.4" stroke="currentColor" strokeWidth="1.4" />
    </>
  ),
  locked: (
    <>
      <rect x="2" y="5.2" width="8" height="5.8" rx="1.4" fill="currentColor" />
      <path d="M3.8 5V3.6a2.2 2.2 0 0 1 4.4 0V5" fill="none" stroke="currentColor" strokeWidth="1.4" />
    </>
  ),
  ledger: (
    <>
      <rect x="1" y="1.6" width="10" height="8.8" rx="1.8" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path
        d="M6 1.6v8.8M3 4.6h1.2M7.8 4.6H9M7.8 7.2H9"
        stroke="currentColor"
        strokeWidth="1.3"
        strokeLinecap="round"
      />
    </>
  ),
  note: (
    <>
      <circle cx="6" cy="6" r="5.4" fill="currentColor" />
      <path d="M6 5.4v3M6 3.4v.1" {...cut} strokeWidth="1.4" />
    </>
  ),
  dot: <circle cx="6" cy="6" r="2.4" fill="currentColor" />,
} as const

/** The shape alone names the state: in print, in forced colours, for colour-blind people. */
export type Shape = keyof typeof shapes

/** The tone a shape has unless the caller says otherwise. */
export const shapeTone: Record<Shape, Tone> = {
  notStarted: 'neutral',
  inProgress: 'info',
  done: 'positive',
  waitsForPerson: 'warning',
  attention: 'warning',
  unknown: 'warning',
  onHold: 'warning',
  failed: 'danger',
  reversed: 'neutral',
  stopped: 'neutral',
  locked: 'neutral',
  ledger: 'money',
  note: 'info',
  dot: 'neutral',
}

export function Glyph({ shape, tone = shapeTone[shape], className }: GlyphLook) {
  return (
    <svg
      viewBox="0 0 12 12"
      aria-hidden="true"
      className={cx('inline-block size-3 flex-none', toneGlyph[tone], className)}
    >
      {shapes[shape]}
    </svg>
  )
}

type GlyphLook = { shape: Shape; tone?: Tone; className?: string }
