'use client'
import type { Run } from '@mainstay/domain/workflow-run/workflow-run'
import { useSuspenseQuery } from '@tanstack/react-query'
import { DetailPage } from '@/console/detail-page.tsx'
import type { FactList } from '@/console/facts.tsx'
import { NounLink } from '@/console/noun-link.tsx'
import { RunSteps } from '@/console/run-steps.tsx'
import { useMe } from '@/console/session.tsx'
import { StatePill } from '@/console/state.tsx'
import { audit } from '@/nouns/audit.ts'
import { orders } from '@/nouns/order.ts'
import { runs } from '@/nouns/run.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { ButtonLink } from '@/ui/button.tsx'
import { Time } from '@/ui/now.tsx'
import { Section } from '@/ui/section.tsx'
import { useRetry, useRetryFromStep } from './retry.tsx'
import { shortId } from './short-id.ts'
import { stepRows, stoppedStep } from './step-rows.tsx'
import { kindParts, stepTitle } from './step-words.ts'
import { useTook } from './took.ts'
import { WhereItStands } from './where-it-stands.tsx'

export function RunPage({ runId }: { runId: string }) {
  const trpc = useTRPC()
  const { data: run } = useSuspenseQuery(trpc.workflow.get.queryOptions({ runId }))
  const stopped = stoppedStep(run)
  const { name } = kindParts(run.kind)
  return (
    <DetailPage
      place={runs.place}
      name={`${name} ${shortId(run.id)}`}
      title={name}
      copies={run.id}
      pills={<StatePill look={pillOf(run, stopped)} />}
      context={contextOf(run)}
      facts={useFacts(run)}
      actions={[useRetryFromStep(run, (stopped ?? run.steps.at(-1))?.name), useRetry(run)]}
      rail={
        <>
          <WhereItStands run={run} stopped={stopped} />
          <AroundIt run={run} />
        </>
      }
    >
      <Section title="Steps" aside="Attempts are kept; nothing is overwritten" flush first>
        {run.steps.length === 0 ? (
          <p className="px-(--gutter) pb-5 text-text-2">
            No step has been reached yet. A worker takes the run within a second.
          </p>
        ) : (
          <RunSteps steps={stepRows(run, stopped)} />
        )}
      </Section>
    </DetailPage>
  )
}

function AroundIt({ run }: { run: Run }) {
  const { permissions } = useMe()
  return (
    <Section title="Around it">
      <div className="flex flex-wrap gap-2">
        {run.purchase && permissions.includes('purchase.read') && (
          <ButtonLink href={orders.href(run.purchase.number)} icon="cart">
            Order {run.purchase.number}
          </ButtonLink>
        )}
        {run.purchase && (
          <ButtonLink href={runs.list({ purchase: run.purchase.id })} icon="runs">
            All its runs
          </ButtonLink>
        )}
        <ButtonLink href={runs.list({ kind: run.kind, status: run.status })} variant="quiet">
          More of this kind, {runs.look[run.status].words.toLowerCase()}
        </ButtonLink>
        {permissions.includes('audit.read') && (
          <ButtonLink href={audit.list({ subject: run.id })} icon="audit" variant="quiet">
            Audit rows
          </ButtonLink>
        )}
      </div>
    </Section>
  )
}

function pillOf(run: Run, stopped: { name: string } | undefined) {
  const look = runs.look[run.status]
  if (run.status !== 'failed' || stopped === undefined) return look
  return { ...look, words: `Failed at step ${run.steps.findIndex((step) => step.name === stopped.name) + 1}` }
}

function contextOf(run: Run) {
  const about =
    run.purchase === null ? (
      <>About {run.subject === null ? 'the marketplace itself' : `a ${run.subject.type.replaceAll('_', ' ')}`}</>
    ) : (
      <>
        For order <NounLink noun={orders} id={run.purchase.number} words={run.purchase.number} />
      </>
    )
  return (
    <>
      {about}
      {run.startedBy !== null && `, started by ${run.startedBy}`}.{run.undo !== null && ' It takes back what it did.'}
    </>
  )
}

function useFacts(run: Run): FactList {
  const { version } = kindParts(run.kind)
  const done = run.steps.filter((step) => step.status === 'done').length
  return [
    { label: 'Started', value: <Time at={run.createdAt} precise /> },
    { label: run.endedAt === null ? 'Under way for' : 'Took', value: useTook(run) },
    { label: 'Steps done', value: `${done} of ${run.steps.length} reached` },
    { label: 'Lane', value: run.lane },
    { label: 'Version', value: <span className="code">{version || '1'}</span> },
    { label: 'Waits for', value: run.waitingFor.map(stepTitle).join(', ') },
  ]
}
