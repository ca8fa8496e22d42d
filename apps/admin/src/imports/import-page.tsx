'use client'
import type { ImportRun } from '@mainstay/domain/import-run/import-run'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { Column } from '@/console/column.tsx'
import { DetailPage } from '@/console/detail-page.tsx'
import { DetailTable } from '@/console/detail-table.tsx'
import type { FactList } from '@/console/facts.tsx'
import { useMe } from '@/console/session.tsx'
import { StatePill } from '@/console/state.tsx'
import { importRuns } from '@/nouns/import-run.ts'
import { orders } from '@/nouns/order.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { ButtonLink } from '@/ui/button.tsx'
import { counted, formatCount } from '@/ui/count.ts'
import { formatDuration } from '@/ui/duration.ts'
import { Link } from '@/ui/link.tsx'
import { Note } from '@/ui/note.tsx'
import { Section } from '@/ui/section.tsx'
import { None } from '@/ui/table.tsx'
import { agreementsOf, isWhole } from './agreement.ts'
import { AgreementTable } from './agreement-table.tsx'

export function ImportPage({ importRunId }: { importRunId: string }) {
  const trpc = useTRPC()
  const me = useMe()
  const { data: run } = useSuspenseQuery(trpc.importRun.get.queryOptions({ importRunId }))
  const rows = agreementsOf(run)
  return (
    <DetailPage
      place={importRuns.place}
      name={run.fileName}
      copies={run.id}
      pills={<StatePill look={importRuns.look[run.status]} />}
      context={`Order history of ${run.source}, in ${run.currency}, imported by ${run.startedBy}.`}
      facts={factsOf(run)}
      links={
        me.permissions.includes('purchase.read') && (
          <ButtonLink variant="primary" icon="cart" href={orders.list({ importRun: run.id })}>
            Its orders
          </ButtonLink>
        )
      }
    >
      <Section title="File, tables and ledger" aside={`Amounts in ${run.currency}`} flush>
        <div className="px-(--gutter) pb-3">
          <Verdict run={run} differing={rows.filter((row) => row.difference !== 0).map((row) => row.label)} />
          {run.purchasesChangedLater > 0 && (
            <Note plain shape="reversed" title={changedLater(run.purchasesChangedLater)}>
              {run.purchasesChangedLater === 1 ? 'It counts' : 'They count'} here as in this file; what changed is on
              the page of that import.
            </Note>
          )}
        </div>
        <AgreementTable rows={rows} currency={run.currency} />
      </Section>
      <Changed run={run} />
      <Rejected run={run} />
    </DetailPage>
  )
}

function Verdict({ run, differing }: { run: ImportRun; differing: readonly string[] }) {
  if (run.status === 'running') {
    return (
      <Note plain shape="inProgress" title="The import is still running.">
        The three agree when it has ended.
      </Note>
    )
  }
  if (run.status === 'failed' && differing.length === 0) {
    const { purchases } = run.tables
    return (
      <Note
        shape="failed"
        title={`It broke off after ${formatCount(purchases)} of ${counted(run.purchasesInFile, 'purchase')}.`}
      >
        What is in is whole, and the ledger agrees with it. The same command goes on where this one was.
      </Note>
    )
  }
  if (differing.length === 0) return <Note shape="done" title="All three agree in every figure." />
  return (
    <Note shape="failed" title={`They differ in ${differing.length} of their figures.`}>
      {differing.join(', ')}. Nothing is paid out of an import that does not agree; import the file again, and if they
      still differ, ask an engineer.
    </Note>
  )
}

function changedLater(count: number): string {
  return `A later import changed ${counted(count, 'purchase')} of it.`
}

type Change = ImportRun['changes'][number]
type Problem = ImportRun['errors'][number]

function Changed({ run }: { run: ImportRun }) {
  if (run.changes.length === 0) return null
  const shown = run.purchasesChanged > run.changes.length ? ' The first 500 are shown; the report names them all.' : ''
  return (
    <Section
      title="Changed purchases"
      aside={`They were there with other contents, and are now as in this file.${shown}`}
      flush
    >
      <DetailTable
        label="Changed purchases"
        caption="Purchases this import changed, by line number"
        top
        rows={run.changes}
        rowId={(change) => change.purchase.id}
        columns={[
          lineColumn<Change>(({ line }) => line),
          {
            id: 'purchase',
            name: 'Order',
            phone: 'left 1',
            className: 'w-44',
            cell: ({ purchase }) => <Link href={orders.href(purchase.number)}>{purchase.number}</Link>,
          },
          {
            id: 'what',
            name: 'What it was and is',
            kind: 'rowHeader',
            phone: 'wide 2',
            className: 'min-w-72 wrap-anywhere',
            cell: (change) => change.message,
          },
          idColumn<Change>(({ purchaseExternalId }) => purchaseExternalId),
        ]}
      />
    </Section>
  )
}

const shownErrors = 'The first 500 are shown; the report of the import names them all.'

function Rejected({ run }: { run: ImportRun }) {
  if (run.errorCount === 0) {
    return (
      <Section title="Rejected lines">
        <p className="text-text-2">Every line of the file could be read.</p>
      </Section>
    )
  }
  return (
    <Section
      title="Rejected lines"
      aside={`${formatCount(run.errorCount)} found. ${run.errorCount > run.errors.length ? shownErrors : 'A purchase with a damaged line is left out whole.'}`}
      flush
    >
      <DetailTable
        label="Rejected lines"
        caption="Lines that could not be taken, by line number"
        top
        rows={run.errors}
        // A line can have the same fault twice.
        rowId={(error) => String(run.errors.indexOf(error))}
        columns={[
          lineColumn<Problem>(({ line }) => line),
          {
            id: 'field',
            name: 'Field',
            phone: 'left 1',
            cell: (error) => <span className="code text-sm">{error.field}</span>,
          },
          {
            id: 'what',
            name: 'What is wrong and how to mend it',
            kind: 'rowHeader',
            phone: 'wide 2',
            className: 'min-w-72 wrap-anywhere',
            cell: (error) => error.message,
          },
          idColumn<Problem>(({ purchaseExternalId }) => purchaseExternalId),
        ]}
      />
    </Section>
  )
}

function lineColumn<Row>(of: (row: Row) => number): Column<Row> {
  return {
    id: 'line',
    name: 'Line',
    kind: 'number',
    phone: 'right 1',
    className: 'w-20',
    cell: (row) => (
      <>
        <span className="sm:hidden">line </span>
        {formatCount(of(row))}
      </>
    ),
  }
}

function idColumn<Row>(of: (row: Row) => string | null): Column<Row> {
  return {
    id: 'external',
    name: 'Purchase in the file',
    phone: 'wide 3',
    className: 'max-w-60 wrap-anywhere',
    cell: (row) => (of(row) === null ? <None /> : <span className="code text-sm text-text-2">{of(row)}</span>),
  }
}

function factsOf(run: ImportRun): FactList {
  return [
    { label: 'Started', value: run.startedAt },
    { label: 'Took', value: run.endedAt && formatDuration(run.endedAt.getTime() - run.startedAt.getTime()) },
    { label: 'Lines read', value: formatCount(run.linesRead) },
    { label: 'Purchases in the file', value: formatCount(run.purchasesInFile) },
    { label: 'Imported', value: formatCount(isWhole(run) ? run.purchasesImported : run.tables.purchases) },
    isWhole(run) && { label: 'There before', value: formatCount(run.purchasesPresent) },
    run.purchasesChanged > 0 && { label: 'Changed', value: formatCount(run.purchasesChanged) },
    { label: 'Rejected', value: formatCount(run.purchasesRejected) },
  ]
}
