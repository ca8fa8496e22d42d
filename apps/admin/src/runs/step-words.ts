import type { RunStep } from '@mainstay/domain/workflow-run/workflow-run'
import type { Shape } from '@/ui/glyph.tsx'
import { capitalized } from '@/ui/sentence.ts'
import type { Tone } from '@/ui/tone.ts'

/** `claim authorization` as a title. A step that takes something back starts with `~`, one of a branch holds `/`. */
export function stepTitle(name: string): string {
  const takesBack = name.startsWith('~')
  const plain = (takesBack ? name.slice(1) : name).replaceAll('/', ' / ')
  return takesBack ? `Take back: ${plain}` : capitalized(plain)
}

/** What may happen if the step ran again. */
export function safetyOf({ kind, status }: Pick<RunStep, 'kind' | 'status'>): {
  shape: Shape
  tone?: Tone
  words: string
} {
  if (status === 'skipped') return { shape: 'stopped', words: 'Skipped by a person' }
  switch (kind) {
    case 'commit':
      return status === 'done'
        ? { shape: 'locked', words: 'Written once, with its record' }
        : { shape: 'done', words: 'Nothing written; safe to retry' }
    case 'step':
      return { shape: 'done', words: 'Safe to retry: same key, one effect' }
    default:
      return { shape: 'done', words: 'Only waits' }
  }
}

/** `pay-purchase@2` is the workflow `pay-purchase`, version 2. */
export function kindParts(kind: string): { name: string; version: string } {
  const [name = kind, version = ''] = kind.split('@')
  return { name, version }
}
