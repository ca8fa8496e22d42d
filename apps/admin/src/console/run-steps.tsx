import type { ReactNode } from 'react'
import { Glyph, type Shape } from '@/ui/glyph.tsx'
import { Status } from '@/ui/status.tsx'
import type { Tone } from '@/ui/tone.ts'

export type StepAttempt = { id: string; label: string; at: ReactNode; duration: string; shape: Shape; words: ReactNode }

export type StepRow = {
  id: string
  shape: Shape
  name: string
  detail: ReactNode
  safety?: { shape: Shape; tone?: Tone; words: string }
  attempts: readonly StepAttempt[]
  effect?: ReactNode
  current?: boolean
}

/** Steps of a run, each with every attempt ever made as an appended line. */
export function RunSteps({ steps }: { steps: readonly StepRow[] }) {
  return (
    <ol className="run-steps">
      {steps.map((step) => (
        <li
          key={step.id}
          aria-current={step.current ? 'step' : undefined}
          className="relative grid grid-cols-[34px_minmax(0,1fr)] px-(--gutter) py-3 aria-[current]:bg-selected aria-[current]:shadow-[inset_2px_0_0_var(--color-accent)]"
        >
          <Glyph shape={step.shape} className="mt-[3px] size-3.5" />
          <div>
            <div className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
              <span className="font-medium">{step.name}</span>
              <span className="text-sm text-text-3 tabular-nums">{step.detail}</span>
              {step.safety && (
                <Status {...step.safety} className="ml-auto text-sm text-text-2">
                  {step.safety.words}
                </Status>
              )}
            </div>
            {step.attempts.length > 0 && <Attempts attempts={step.attempts} />}
            {step.effect && <div className="mt-1 text-sm text-text-3">Effect: {step.effect}</div>}
          </div>
        </li>
      ))}
    </ol>
  )
}

function Attempts({ attempts }: { attempts: readonly StepAttempt[] }) {
  return (
    <ol className="mt-1.5 grid grid-cols-[auto_auto_auto_minmax(0,1fr)] gap-x-3 gap-y-[3px] text-sm leading-4.5 max-sm:grid-cols-[auto_auto_1fr]">
      {attempts.map((attempt) => (
        <li key={attempt.id} className="col-span-full grid grid-cols-subgrid text-text-2 tabular-nums">
          <span className="text-text-3">{attempt.label}</span>
          <span>{attempt.at}</span>
          <span className="min-w-12 text-text-3">{attempt.duration}</span>
          <span className="flex items-baseline gap-1.5 max-sm:col-span-full">
            <Glyph shape={attempt.shape} className="translate-y-px" />
            <span className="min-w-0 wrap-anywhere">{attempt.words}</span>
          </span>
        </li>
      ))}
    </ol>
  )
}
