'use client'
import { type ImportRunSummary, importRunList } from '@mainstay/domain/import-run/import-run'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Column } from '@/console/data-table.tsx'
import { ListPage } from '@/console/list-page.tsx'
import { MoneyText } from '@/console/money-text.tsx'
import { State } from '@/console/state.tsx'
import { useList } from '@/console/use-list.ts'
import { importRuns } from '@/nouns/import-run.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { Time } from '@/ui/now.tsx'
import { None, SubLine } from '@/ui/table.tsx'

export function ImportList() {
  const trpc = useTRPC()
  const shown = useList(importRunList, importRuns)
  const found = useQuery(
    trpc.importRun.list.queryOptions(shown.input, {
      placeholderData: keepPreviousData,
    }),
  )
  const { data: count } = useQuery(trpc.importRun.count.queryOptions(shown.input))
  return (
    <ListPage
      place={importRuns.place}
      shown={shown}
      found={found}
      count={count}
      noun="import"
      context="Order history from a file. The file, the tables and the ledger are held against each other."
      words={{ status: importRuns.look }}
      csv="import-runs"
      empty={importRuns.empty}
      table={{
        columns,
        rowId: (run) => run.id,
        rowName: (run) => run.fileName,
        rowHref: (run) => importRuns.href(run.id),
        lines: 2,
      }}
    />
  )
}

const whole = new Intl.NumberFormat('en-GB')

const columns: readonly Column<ImportRunSummary>[] = [
  {
    id: 'file',
    name: 'File',
    kind: 'rowHeader',
    className: 'whitespace-normal! max-sm:col-span-2',
    cell: (run) => (
      <>
        <span className="block font-medium wrap-anywhere">{run.fileName}</span>
        {run.source !== run.fileName && <SubLine className="wrap-anywhere">{run.source}</SubLine>}
      </>
    ),
  },
  { id: 'state', name: 'State', className: 'sm:w-52', cell: (run) => <State look={importRuns.look[run.status]} /> },
  {
    id: 'started',
    name: 'Started',
    sort: 'startedAt',
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
    name: 'Purchases',
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
    name: 'Items and freight',
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
