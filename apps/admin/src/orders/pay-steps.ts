import type { Run, RunStep } from '@mainstay/domain/workflow-run/workflow-run'
import { plainWords } from '@/console/vendor-words.ts'
import { runs } from '@/nouns/run.ts'
import type { Shape } from '@/ui/glyph.tsx'
import { capitalized } from '@/ui/sentence.ts'

/** The stages of taking a payment as people see them; each is several steps of the run. */
const stages: readonly { name: string; steps: readonly string[] }[] = [
  { name: 'Authorize', steps: ['claim authorization', 'authorize', 'record authorization'] },
  { name: 'Allocate stock', steps: ['allocate stock'] },
  { name: 'Capture and book', steps: ['claim capture', 'capture', 'record capture'] },
  { name: 'Tell the buyer', steps: ['tell the buyer'] },
]

/** Runs about the purchase itself; those of its refunds are about the refund. */
export function payRunsOf(purchaseId: string) {
  return { subjectId: purchaseId, limit: 20 }
}

export type Stage = { name: string; shape: Shape; words: string; millis: number | null }

/** The strip of one run. Steps that belong to no stage, such as asking the provider again, get one of their own. */
export function stagesOf(run: Run): Stage[] {
  const known = stages.map(({ name, steps }) =>
    stageOf(
      name,
      run.steps.filter((step) => steps.includes(step.name)),
    ),
  )
  const extra = run.steps
    .filter((step) => !stages.some(({ steps }) => steps.includes(step.name)))
    .map((step) => stageOf(capitalized(step.name), [step]))
  const over = ['completed', 'failed', 'canceled'].includes(run.status)
  const shown = over ? known.filter((stage) => stage.shape !== 'notStarted') : known
  return [...shown, ...extra]
}

function stageOf(name: string, steps: readonly RunStep[]): Stage {
  const last = steps.at(-1)
  const first = steps[0]
  if (last === undefined || first === undefined)
    return { name, shape: 'notStarted', words: 'not started', millis: null }
  const worst = steps.find((step) => step.status !== 'done') ?? last
  const look = runs.step[worst.status]
  const since = first.startedAt ?? first.endedAt
  return {
    name,
    shape: look.shape,
    words: worst.error === null ? look.words.toLowerCase() : plainWords(worst.error),
    millis: worst.status === 'done' ? last.endedAt.getTime() - since.getTime() : null,
  }
}
