'use client'
import { useQuery } from '@tanstack/react-query'
import { FailureNote } from '@/console/failure-note.tsx'
import { StepStrip } from '@/console/step-strip.tsx'
import { runs } from '@/nouns/run.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { formatDuration } from '@/ui/duration.ts'
import { Link } from '@/ui/link.tsx'
import { Section } from '@/ui/section.tsx'
import { payRunsOf, stagesOf } from './pay-steps.ts'

/** How the order was paid, on one line. Nothing where the order came paid from an import. */
export function PayRun({ purchaseId }: { purchaseId: string }) {
  const trpc = useTRPC()
  const found = useQuery(trpc.workflow.list.queryOptions(payRunsOf(purchaseId)))
  const runId = found.data?.items.find((run) => run.kind.startsWith('pay-purchase'))?.id
  const read = useQuery(trpc.workflow.get.queryOptions({ runId: runId ?? '' }, { enabled: runId !== undefined }))
  const error = found.error ?? read.error
  if (error) {
    return (
      <Section title="Payment run">
        <FailureNote error={error} tried="read" />
      </Section>
    )
  }
  const run = read.data
  if (run === undefined) return null
  const took = run.endedAt === null ? '' : ` in ${formatDuration(run.endedAt.getTime() - run.createdAt.getTime())}`
  return (
    <Section
      title="Payment run"
      aside={`${runs.look[run.status].words}${took} · ${run.steps.length} steps`}
      actions={
        <Link className="link" href={runs.href(run.id)}>
          Open run
        </Link>
      }
    >
      <StepStrip
        label="Stages of the payment run"
        steps={stagesOf(run).map(({ name, shape, words, millis }) => ({
          id: name,
          name,
          shape,
          detail: millis === null ? words : formatDuration(millis),
        }))}
      />
    </Section>
  )
}
