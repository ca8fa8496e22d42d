'use client'
import { type RunSummary, runList } from '@mainstay/domain/workflow-run/workflow-run'
import { type Column, stateColumn, timeColumn } from '@/console/column.tsx'
import { ListPage } from '@/console/list-page.tsx'
import { NounLink } from '@/console/noun-link.tsx'
import { useListing } from '@/console/use-listing.ts'
import { plainWords } from '@/console/vendor-words.ts'
import { orders } from '@/nouns/order.ts'
import { runs } from '@/nouns/run.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { None } from '@/ui/table.tsx'
import { RetryMany } from './retry.tsx'
import { shortId } from './short-id.ts'
import { kindParts } from './step-words.ts'
import { useTook } from './took.ts'

export function RunList() {
  const { page, rows } = useListing(runList, runs, useTRPC().workflow)
  return (
    <ListPage
      {...page}
      noun="run"
      context="What the system does by itself, step by step. A run that stops waits for a person."
      words={{ status: runs.look }}
      nameOf={(key, id) =>
        key === 'purchase' ? rows.find((run) => run.purchase?.id === id)?.purchase?.number : undefined
      }
      csv="runs"
      bulk={(ids, done) => <RetryMany runIds={ids} onDone={done} />}
      table={{
        columns,
        rowName: (run) => `${run.kind} ${shortId(run.id)}`,
        rowHref: (run) => runs.href(run.id),
        lines: 2,
      }}
    />
  )
}

const columns: readonly Column<RunSummary>[] = [
  { id: 'run', name: 'Run', kind: 'rowHeader', phone: 'wide 1', cell: (run) => <WhichRun run={run} /> },
  stateColumn({ id: 'state', name: 'State', width: 44, phone: 'left 2', of: (run) => runs.look[run.status] }),
  {
    id: 'order',
    name: 'Order',
    width: 32,
    phone: 'right 2',
    className: 'whitespace-nowrap',
    cell: ({ purchase }) =>
      purchase === null ? <None /> : <NounLink noun={orders} id={purchase.number} words={purchase.number} />,
  },
  timeColumn({
    id: 'started',
    name: 'Started',
    sort: 'createdAt',
    width: 44,
    phone: 'left 3',
    precise: true,
    of: (run) => run.createdAt,
    under: (run) => run.startedBy,
  }),
  {
    id: 'took',
    name: 'Took',
    kind: 'number',
    width: 28,
    phone: 'right 3',
    className: 'text-text-2',
    cell: (run) => <Took run={run} />,
  },
]

function WhichRun({ run }: { run: RunSummary }) {
  return (
    <>
      <span className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">{kindParts(run.kind).name}</span>
        <span className="code text-sm text-text-3">{shortId(run.id)}</span>
      </span>
      {run.error !== null && (
        <span className="line-clamp-2 leading-4.5 font-normal wrap-anywhere text-text-2">{plainWords(run.error)}</span>
      )}
    </>
  )
}

function Took({ run }: { run: RunSummary }) {
  const took = useTook(run)
  return run.endedAt === null ? <>{took} so far</> : <>{took}</>
}
