import type { ReactNode } from 'react'
import { cx } from '@/ui/class-names.ts'
import { Glyph } from '@/ui/glyph.tsx'

export type Eye = { state: 'done' | 'refused' | 'now' | 'next'; label: string; who: ReactNode; detail: ReactNode }

const shapes = { done: 'done', refused: 'stopped', now: 'waitsForPerson', next: 'notStarted' } as const

/** Who did it, who acts now, what happens then. */
export function FourEyes({ eyes }: { eyes: readonly [Eye, Eye, Eye] }) {
  return (
    <ol
      aria-label="Four-eyes state"
      data-boundary
      className="grid grid-cols-3 overflow-hidden rounded-md border max-md:grid-cols-1"
    >
      {eyes.map((eye) => (
        <li
          key={eye.label}
          aria-current={eye.state === 'now' ? 'step' : undefined}
          className={cx(
            'px-3.5 py-2.5 [&+li]:border-l max-md:[&+li]:border-t max-md:[&+li]:border-l-0',
            eye.state === 'now' && 'bg-warning-tint',
          )}
        >
          <div
            className={cx('mb-1 flex items-center gap-1.5 text-sm text-text-3', eye.state === 'now' && 'text-text-2')}
          >
            <Glyph shape={shapes[eye.state]} {...(eye.state === 'refused' && { tone: 'danger' as const })} />
            {eye.label}
          </div>
          <div>{eye.who}</div>
          <div className={cx('mt-1 text-sm text-text-3', eye.state === 'now' && 'text-text-2')}>{eye.detail}</div>
        </li>
      ))}
    </ol>
  )
}
