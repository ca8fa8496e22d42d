'use client'
import type { RunStep } from '@mainstay/domain/workflow-run/workflow-run'
import { useQuery } from '@tanstack/react-query'
import { Loaded } from '@/console/loaded.tsx'
import { Timeline, type TimelineEntry } from '@/console/timeline.tsx'
import { plainWords } from '@/console/vendor-words.ts'
import { runs } from '@/nouns/run.ts'
import { stepTitle } from '@/runs/step-words.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { Time } from '@/ui/now.tsx'

const shown = 5

/** The latest steps of the run an item is about. */
export function RunSoFar({ runId }: { runId: string }) {
  const trpc = useTRPC()
  const run = useQuery(trpc.workflow.get.queryOptions({ runId }))
  return (
    <section aria-label="What happened">
      <h3 className="mt-5 mb-2.5">What happened</h3>
      <Loaded found={run} label="the run">
        {({ steps }) => <Timeline entries={steps.toReversed().slice(0, shown).map(entryOf)} />}
      </Loaded>
    </section>
  )
}

function entryOf(step: RunStep): TimelineEntry {
  return {
    id: step.name,
    shape: runs.step[step.status].shape,
    words: stepTitle(step.name),
    ...(step.error !== null && { said: plainWords(step.error) }),
    when: (
      <>
        <Time at={step.endedAt} precise />
        {step.attempt > 1 && ` · attempt ${step.attempt}`}
      </>
    ),
  }
}
