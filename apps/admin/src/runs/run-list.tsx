'use client'
import type { RunStatus } from '@mainstay/domain/workflow-run/lifecycle'
import type { RunSummary } from '@mainstay/domain/workflow-run/workflow-run'
import { useSuspenseQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useQueryStates } from 'nuqs'
import type { Query } from '@/address.ts'
import { type Column, DataTable } from '@/console/data-table.tsx'
import { Page } from '@/console/page.tsx'
import { State } from '@/console/state.tsx'
import { orders } from '@/nouns/order.ts'
import { runs } from '@/nouns/run.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { ButtonLink } from '@/ui/button.tsx'
import { formatDuration } from '@/ui/duration.ts'
import { Select } from '@/ui/field.tsx'
import { Chip, FilterBar } from '@/ui/filter-bar.tsx'
import { KeyHints } from '@/ui/kbd.tsx'
import { Time, useMoment } from '@/ui/now.tsx'
import { PageHeader } from '@/ui/page-header.tsx'
import { Pager } from '@/ui/pager.tsx'
import { StateBlock } from '@/ui/states.tsx'
import { None, SubLine } from '@/ui/table.tsx'
import { Tabs } from '@/ui/tabs.tsx'
import { runsAddress, runsInput } from './runs-address.ts'
import { shortId } from './short-id.ts'
import { kindParts } from './step-words.ts'

const statusTabs: readonly { status: RunStatus | undefined; label: string }[] = [
  { status: undefined, label: 'All' },
  { status: 'failed', label: 'Failed' },
  { status: 'blocked', label: 'Held for a person' },
  { status: 'waiting', label: 'Waiting' },
  { status: 'running', label: 'Running' },
  { status: 'queued', label: 'Queued' },
  { status: 'completed', label: 'Completed' },
  { status: 'cancelled', label: 'Cancelled' },
]

export function RunList() {
  const trpc = useTRPC()
  const router = useRouter()
  const [address] = useQueryStates(runsAddress)
  const { data } = useSuspenseQuery(trpc.workflow.list.queryOptions(runsInput(address)))
  const { status, kind, purchaseId } = address
  const here = (changes: Query) =>
    runs.list({
      status: status ?? undefined,
      kind: kind ?? undefined,
      purchaseId: purchaseId ?? undefined,
      ...changes,
    })
  const kinds = [...new Set([...data.items.map((run) => run.kind), ...(kind === null ? [] : [kind])])].sort()
  const number = data.items.find((run) => run.purchase?.id === purchaseId)?.purchase?.number

  return (
    <Page crumbs={[{ label: 'Platform' }, { label: 'Runs' }]}>
      <PageHeader
        title="Runs"
        context="What the system does by itself, step by step. A run that stops waits for a person."
      />
      <Tabs
        label="State of the runs"
        tabs={statusTabs.map((tab) => ({
          label: tab.label,
          href: here({ status: tab.status }),
          current: (tab.status ?? null) === status,
        }))}
      />
      <FilterBar>
        {kind !== null && (
          <Chip chip={{ key: 'kind', value: kind, onRemove: () => router.push(here({ kind: undefined })) }} />
        )}
        {purchaseId !== null && (
          <Chip
            chip={{
              key: 'order',
              value: number ?? shortId(purchaseId),
              onRemove: () => router.push(here({ purchaseId: undefined })),
            }}
          />
        )}
        {kind === null && kinds.length > 1 && (
          <Select
            aria-label="Workflow"
            className="h-(--control-h) w-auto max-w-60 py-0"
            value=""
            onChange={(event) => router.push(here({ kind: event.target.value }))}
          >
            <option value="">Any workflow</option>
            {kinds.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </Select>
        )}
        <span className="ml-auto text-sm text-text-3">Newest first</span>
      </FilterBar>
      {data.items.length === 0 ? (
        <NoRuns status={status} filtered={kind !== null || purchaseId !== null || address.cursor !== null} />
      ) : (
        <>
          <DataTable
            caption="Workflow runs, newest first."
            columns={columns}
            rows={data.items}
            rowId={(run) => run.id}
            rowName={(run) => `${run.kind} ${shortId(run.id)}`}
            rowHref={(run) => runs.href(run.id)}
            onFollow={(href) => router.push(href)}
            lines={2}
            sticky
            narrow="blocks"
          />
          <Pager
            text="Newest first. The list is not counted."
            newer={{
              href: data.newer === null ? undefined : here({ cursor: data.newer }),
              why: 'This is the newest page.',
            }}
            older={{
              href: data.older === null ? undefined : here({ cursor: data.older }),
              why: 'There are no older runs.',
            }}
          />
        </>
      )}
      <KeyHints
        hints={[
          { keys: ['J', 'K'], label: 'move' },
          { keys: ['Enter'], label: 'open' },
          { keys: ['?'], label: 'all keys' },
        ]}
      />
    </Page>
  )
}

const columns: readonly Column<RunSummary>[] = [
  {
    id: 'run',
    header: 'Run',
    kind: 'rowHeader',
    className: 'whitespace-normal! max-sm:col-span-2',
    cell: (run) => (
      <>
        <span className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium">{kindParts(run.kind).name}</span>
          <span className="code text-sm text-text-3">{shortId(run.id)}</span>
        </span>
        {run.error !== null && (
          <span className="line-clamp-2 leading-4.5 font-normal wrap-anywhere text-text-2">{run.error}</span>
        )}
      </>
    ),
  },
  { id: 'state', header: 'State', className: 'sm:w-44', cell: (run) => <State look={runs.look[run.status]} /> },
  {
    id: 'order',
    header: 'Order',
    className: 'sm:w-32 max-sm:col-start-2 max-sm:row-start-2 max-sm:justify-self-end',
    cell: (run) =>
      run.purchase === null ? (
        <None />
      ) : (
        <Link className="link whitespace-nowrap" href={orders.href(run.purchase.number)} prefetch={false}>
          {run.purchase.number}
        </Link>
      ),
  },
  {
    id: 'started',
    header: 'Started',
    className: 'sm:w-44 text-text-2',
    cell: (run) => (
      <>
        <Time at={run.createdAt} precise />
        {run.startedBy !== null && <SubLine className="truncate sm:max-w-40">{run.startedBy}</SubLine>}
      </>
    ),
  },
  {
    id: 'took',
    header: 'Took',
    kind: 'number',
    className: 'sm:w-28 text-text-2 max-sm:col-start-2',
    cell: (run) => <Took run={run} />,
  },
]

function Took({ run }: { run: RunSummary }) {
  const { now } = useMoment()
  const until = run.endedAt ?? now
  const words = formatDuration(Math.max(0, until.getTime() - run.createdAt.getTime()))
  return run.endedAt === null ? <>{words} so far</> : <>{words}</>
}

function NoRuns({ status, filtered }: { status: RunStatus | null; filtered: boolean }) {
  const isGood = status === 'failed' || status === 'blocked'
  const title = isGood && !filtered ? 'No run has stopped' : 'No run matches'
  return (
    <StateBlock
      shape={isGood && !filtered ? 'done' : 'notStarted'}
      title={title}
      actions={(filtered || status !== null) && <ButtonLink href={runs.list()}>Show all runs</ButtonLink>}
    >
      {status === null && !filtered
        ? 'A run starts when an order is placed, a refund is released or the provider sends a message.'
        : isGood
          ? 'One that stops stands here and in the work queue until a person retries it.'
          : 'Runs come and go within seconds; look at all of them, newest first.'}
    </StateBlock>
  )
}
