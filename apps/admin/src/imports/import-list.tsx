'use client'
import { type ImportRunSummary, importRunList } from '@mainstay/domain/import-run/import-run'
import { type Money, money } from '@mainstay/domain/money/money'
import { type Column, moneyColumn, stateColumn, timeColumn } from '@/console/column.tsx'
import { ListPage } from '@/console/list-page.tsx'
import { useListing } from '@/console/use-listing.ts'
import { importRuns } from '@/nouns/import-run.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { formatCount } from '@/ui/count.ts'
import { None, SubLine } from '@/ui/table.tsx'
import { isWhole } from './agreement.ts'

export function ImportList() {
  const { page } = useListing(importRunList, importRuns, useTRPC().importRun)
  return (
    <ListPage
      {...page}
      noun="import"
      context="Order history from a file. The file, the tables and the ledger are held against each other."
      words={{ status: importRuns.look }}
      csv="import-runs"
      table={{
        columns,
        rowName: (run) => run.fileName,
        rowHref: (run) => importRuns.href(run.id),
        lines: 2,
      }}
    />
  )
}

const columns: readonly Column<ImportRunSummary>[] = [
  { id: 'file', name: 'File', kind: 'rowHeader', phone: 'wide 1', cell: (run) => <WhichFile run={run} /> },
  stateColumn({ id: 'state', name: 'State', width: 52, phone: 'left 2', of: (run) => importRuns.look[run.status] }),
  timeColumn({
    id: 'started',
    name: 'Started',
    sort: 'startedAt',
    width: 40,
    phone: 'left 3',
    of: (run) => run.startedAt,
    under: (run) => run.startedBy,
  }),
  {
    id: 'purchases',
    name: 'Purchases',
    kind: 'number',
    width: 36,
    phone: 'right 2',
    cell: (run) => (
      <>
        {isWhole(run) ? formatCount(run.purchasesImported) : <None />}
        <SubLine>{isWhole(run) ? othersOf(run) : `of ${formatCount(run.purchasesInFile)} in the file`}</SubLine>
      </>
    ),
  },
  moneyColumn({ id: 'sum', name: 'Items and freight', width: 40, phone: 'right 3', of: sumOf }),
]

function WhichFile({ run }: { run: ImportRunSummary }) {
  return (
    <>
      <span className="block font-medium wrap-anywhere">{run.fileName}</span>
      {run.source !== run.fileName && <SubLine className="wrap-anywhere">{run.source}</SubLine>}
    </>
  )
}

/** Null where nothing was taken in. */
function sumOf({ items, freight, currency }: ImportRunSummary): Money | null {
  return items + freight === 0 ? null : money(items + freight, currency)
}

/** `2 changed, 12 there before, 3 rejected`, or nothing. */
function othersOf({ purchasesPresent, purchasesChanged, purchasesRejected }: ImportRunSummary): string {
  return [
    purchasesChanged > 0 && `${formatCount(purchasesChanged)} changed`,
    purchasesPresent > 0 && `${formatCount(purchasesPresent)} there before`,
    purchasesRejected > 0 && `${formatCount(purchasesRejected)} rejected`,
  ]
    .filter(Boolean)
    .join(', ')
}
