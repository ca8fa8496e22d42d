'use client'
import type { ImportRunSummary } from '@mainstay/domain/import-run/import-run'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useQueryStates } from 'nuqs'
import { type Column, DataTable } from '@/console/data-table.tsx'
import { MoneyText } from '@/console/money-text.tsx'
import { Page } from '@/console/page.tsx'
import { State } from '@/console/state.tsx'
import { importRuns } from '@/nouns/import-run.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { KeyHints } from '@/ui/kbd.tsx'
import { Time } from '@/ui/now.tsx'
import { PageHeader } from '@/ui/page-header.tsx'
import { Pager } from '@/ui/pager.tsx'
import { StateBlock } from '@/ui/states.tsx'
import { None, SubLine } from '@/ui/table.tsx'
import { importsAddress, importsInput } from './imports-address.ts'

export function ImportList() {
  const trpc = useTRPC()
  const router = useRouter()
  const [address] = useQueryStates(importsAddress)
  const { data } = useSuspenseQuery(trpc.importRun.list.queryOptions(importsInput(address)))
  return (
    <Page crumbs={[{ label: 'Platform' }, { label: 'Imports' }]}>
      <PageHeader
        title="Imports"
        context="Order history from a file. The file, the tables and the ledger are held against each other."
      />
      {data.items.length === 0 ? (
        <StateBlock shape="notStarted" title="No file has been imported" className="border-t">
          An engineer imports one with <span className="code">npm run import</span>; it appears here while it runs.
        </StateBlock>
      ) : (
        <>
          <DataTable
            caption="Imports, newest first."
            columns={columns}
            rows={data.items}
            rowId={(run) => run.id}
            rowName={(run) => run.fileName}
            rowHref={(run) => importRuns.href(run.id)}
            onFollow={(href) => router.push(href)}
            lines={2}
            sticky
            narrow="blocks"
          />
          <Pager
            text="Newest first."
            newer={{
              href: data.newer === null ? undefined : importRuns.list({ cursor: data.newer }),
              why: 'This is the newest page.',
            }}
            older={{
              href: data.older === null ? undefined : importRuns.list({ cursor: data.older }),
              why: 'There are no older imports.',
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

const whole = new Intl.NumberFormat('en-GB')

const columns: readonly Column<ImportRunSummary>[] = [
  {
    id: 'file',
    header: 'File',
    kind: 'rowHeader',
    className: 'whitespace-normal! max-sm:col-span-2',
    cell: (run) => (
      <>
        <span className="block font-medium wrap-anywhere">{run.fileName}</span>
        {run.source !== run.fileName && <SubLine className="wrap-anywhere">{run.source}</SubLine>}
      </>
    ),
  },
  { id: 'state', header: 'State', className: 'sm:w-52', cell: (run) => <State look={importRuns.look[run.status]} /> },
  {
    id: 'started',
    header: 'Started',
    className: 'sm:w-40 text-text-2 max-sm:col-start-1',
    cell: (run) => (
      <>
        <Time at={run.startedAt} />
        <SubLine className="truncate sm:max-w-36">{run.startedBy}</SubLine>
      </>
    ),
  },
  {
    id: 'purchases',
    header: 'Purchases',
    kind: 'number',
    className: 'sm:w-36 max-sm:col-start-2 max-sm:row-start-2',
    cell: (run) => (
      <>
        {whole.format(run.purchasesImported)}
        <SubLine>{othersOf(run)}</SubLine>
      </>
    ),
  },
  {
    id: 'sum',
    header: 'Items and freight',
    kind: 'number',
    className: 'sm:w-40 max-sm:col-start-2 max-sm:row-start-3',
    cell: (run) =>
      run.items + run.freight === 0 ? (
        <None />
      ) : (
        <MoneyText money={{ amount: run.items + run.freight, currency: run.currency }} />
      ),
  },
]

/** `12 there before, 3 rejected`, or nothing. */
function othersOf({ purchasesPresent, purchasesRejected }: ImportRunSummary): string {
  return [
    purchasesPresent > 0 && `${whole.format(purchasesPresent)} there before`,
    purchasesRejected > 0 && `${whole.format(purchasesRejected)} rejected`,
  ]
    .filter(Boolean)
    .join(', ')
}
