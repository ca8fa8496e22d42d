import type { ReactNode } from 'react'
import { Glyph, type Shape } from '@/ui/glyph.tsx'

export type StripStep = { id: string; shape: Shape; name: string; detail: ReactNode }

/** A run on one line. */
export function StepStrip({ label, steps }: { label: string; steps: readonly StripStep[] }) {
  return (
    <ol
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={label}
      className="step-strip no-scrollbar relative flex overflow-x-auto"
    >
      {steps.map((step) => (
        <li key={step.id} className="relative min-w-33 flex-1 pr-3">
          <Glyph shape={step.shape} className="relative mt-px mb-1.5 block size-[13px] rounded-full bg-surface" />
          <span className="block leading-4.5 font-medium">{step.name}</span>
          <small className="block text-sm text-text-3">{step.detail}</small>
        </li>
      ))}
    </ol>
  )
}
