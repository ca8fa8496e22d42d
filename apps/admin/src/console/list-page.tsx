'use client'
import { sortOf } from '@mainstay/domain/list/list'
import type { Count } from '@mainstay/domain/list/page'
import { useRouter } from 'next/navigation'
import { type ReactNode, useRef, useState } from 'react'

import type { NavigationItem } from '@/nouns/noun.ts'
import { IconAnchor, IconButton } from '@/ui/button.tsx'

import { cx } from '@/ui/class-names.ts'
import { counted, formatCount } from '@/ui/count.ts'
import { FilterBar } from '@/ui/filter-bar.tsx'
import { KeyHints } from '@/ui/kbd.tsx'
import { Note } from '@/ui/note.tsx'
import { PageHeader } from '@/ui/page-header.tsx'
import { Pager } from '@/ui/pager.tsx'
import { LoadingTable } from '@/ui/states.tsx'
import { Tabs } from '@/ui/tabs.tsx'
import { BulkBar } from './bulk-bar.tsx'
import type { Column } from './column.tsx'
import { ColumnMenu, useColumnChoice } from './column-choice.tsx'
import { copyHere } from './copy-buttons.tsx'
import { DataTable, type DataTableInput } from './data-table.tsx'
import { EmptyList, type EmptyWords } from './empty-list.tsx'
import { FailureBlock } from './failure-block.tsx'
import { FailureNote } from './failure-note.tsx'
import { FilterField } from './filter-field.tsx'
import { FilterMenu } from './filter-menu.tsx'
import type { FilterWords } from './filter-words.ts'
import { useKeys } from './keys.tsx'
import { exportHref } from './list-address.ts'
import type { Listable } from './list-rows.ts'
import { Page } from './page.tsx'
import { SavedViews } from './saved-views.tsx'
import type { Listed, Shown } from './use-list.ts'

type Found<Row> = {
  data: { items: readonly Row[]; newer: string | null; older: string | null } | undefined
  error: unknown
  isPlaceholderData: boolean
  refetch: () => unknown
}

type Table<Row extends Listable> = Pick<
  DataTableInput<Row>,
  'rowName' | 'rowHref' | 'openId' | 'onFocusRow' | 'onClose' | 'groupOf' | 'lines'
> & {
  columns: readonly Column<Row>[]
  footer?: (rows: readonly Row[], width: number) => ReactNode
  onFollow?: (href: string) => void
  /** The row that was to be open is not on this page. */
  isAstray?: boolean
}

type ListPageInput<Row extends Listable> = {
  place: NavigationItem
  shown: Shown<Listed>
  found: Found<Row>
  count: Count | undefined
  /** What the rows are: `order`, counted as `12 orders`. */
  noun: string
  table: Table<Row>
  context?: ReactNode
  /** What can be done besides what is done with a row. */
  actions?: ReactNode
  /** The views of the list that are tabs, in their order, with how many each has where that is known. */
  views?: Readonly<Record<string, string>>
  counts?: Readonly<Record<string, number | undefined>>
  /** The view whose count is a warning. */
  hot?: string
  words?: FilterWords
  /** What free text is looked for in. */
  searched?: string
  /** What a thing is called whose id a filter names. */
  nameOf?: (key: string, id: string) => string | undefined
  empty: EmptyWords
  /** Under which name the api has the list as a file: `purchases`. */
  csv: string
  bulk?: ((ids: readonly string[], done: () => void) => ReactNode) | undefined
  onSelect?: (ids: ReadonlySet<string>) => void
  hints?: readonly { keys: readonly string[]; label: string }[]
  drawer?: ReactNode
  aside?: ReactNode
  children?: ReactNode
}

/** A list: views, filters, sortable columns, selection, pages, and what stands there while there is nothing. */
export function ListPage<Row extends Listable>(input: ListPageInput<Row>) {
  const { place, shown, found, noun, table, views, counts, words = {}, bulk, hints = [] } = input
  const router = useRouter()
  const field = useRef<HTMLInputElement>(null)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const select = (ids: ReadonlySet<string>) => {
    setSelected(ids)
    input.onSelect?.(ids)
  }
  const clear = () => select(new Set())
  const choice = useColumnChoice(place.href, table.columns)
  const { data } = found
  const rows = data?.items ?? []
  const filtered = Object.keys(shown.address.filters).length > 0
  const narrows = Object.keys(shown.list.filters).length > 0
  const newer = shown.turned(data?.newer)
  const older = shown.turned(data?.older)
  const turn = (href: string | undefined) => () => href !== undefined && router.push(href)
  const focusField = () => field.current?.focus()
  useKeys([
    ...(narrows ? ['/', 'f'] : []).map((keys) => ({ keys, label: 'Search or filter', run: focusField })),
    { keys: '[', label: 'Page before', run: turn(newer) },
    { keys: ']', label: 'Page after', run: turn(older) },
  ])
  const sorted = sortOf(shown.list, shown.input)
  const columns = choice.columns.map((column) => sortable(column, shown, sorted))
  // What is not on this page any more cannot be acted on from it.
  const ids = rows.map(({ id }) => id).filter((id) => selected.has(id))

  return (
    <Page crumbs={[{ label: place.group }, { label: place.title }]} drawer={input.drawer}>
      <PageHeader title={place.title} context={input.context} actions={input.actions} />
      {views && (
        <Tabs
          label="Views"
          tabs={Object.entries(views).map(([view, label]) => ({
            label,
            href: shown.href({ view, filters: {} }),
            current: shown.view === view,
            ...(counts?.[view] !== undefined && { count: counts[view], hot: view === input.hot && counts[view] > 0 }),
          }))}
        />
      )}
      <FilterBar className={cx('border-b-0 py-3', !views && 'border-t')}>
        {narrows && (
          <FilterField {...{ shown, words, inputRef: field }} nameOf={input.nameOf} searched={input.searched} />
        )}
        {narrows && <FilterMenu shown={shown} words={words} />}
        <SavedViews shown={shown} />
        <ColumnMenu choice={choice} />
        <IconAnchor icon="download" label="Export as CSV" href={exportHref(input.csv, shown.input)} download />
        <IconButton icon="link" label="Copy the link to this list" onClick={copyHere} className="max-sm:hidden" />
      </FilterBar>
      <div className="flex min-w-0 flex-1 max-stack:flex-col">
        {input.aside}
        <div className="min-w-0 flex-1 overflow-x-clip">
          {table.isAstray && data !== undefined && !found.isPlaceholderData && (
            <Note
              plain
              shape="unknown"
              title={`The ${noun} of this link is not shown here.`}
              className="mx-(--gutter) mb-3"
            >
              It may be on another page or in another view, or is gone.{' '}
              {table.onClose && (
                <button type="button" className="link" onClick={table.onClose}>
                  Leave it
                </button>
              )}
            </Note>
          )}
          {/* What was read once stays, with whatever is written in it, when it cannot be read again. */}
          {found.error && data === undefined ? (
            <FailureBlock error={found.error} onRetry={() => void found.refetch()} />
          ) : data === undefined ? (
            <LoadingTable label={place.title} columns={columns.map((column) => column.name)} />
          ) : rows.length === 0 ? (
            <EmptyList shown={shown} words={input.empty} filtered={filtered} />
          ) : (
            <div className="aria-busy:awaiting" aria-busy={found.isPlaceholderData}>
              {found.error !== null && <FailureNote error={found.error} tried="read" className="px-(--gutter) pb-3" />}
              <DataTable
                {...table}
                caption={`${place.title}, ${sorted.direction === 'desc' ? 'descending' : 'ascending'} by ${sorted.by}.`}
                columns={columns}
                rows={rows}
                onFollow={table.onFollow ?? ((href) => router.push(href))}
                sticky
                narrow="blocks"
                {...(bulk && { selection: { ids: new Set(ids), onChange: select } })}
                footer={table.footer?.(rows, columns.length + (bulk ? 1 : 0))}
              />
              <Pager
                text={countWords(input.count, { noun, here: rows.length })}
                newer={{ href: newer, why: 'This is the first page.' }}
                older={{ href: older, why: 'This is the last page.' }}
              />
            </div>
          )}
        </div>
      </div>
      {input.children}
      {bulk && ids.length > 0 && (
        <BulkBar count={ids.length} noun={noun} onClear={clear}>
          {bulk(ids, clear)}
        </BulkBar>
      )}
      <KeyHints
        hints={[
          { keys: ['J', 'K'], label: 'move' },
          { keys: ['Enter'], label: 'open' },
          ...(bulk ? [{ keys: ['X'], label: 'select' }] : []),
          ...(narrows ? [{ keys: ['/'], label: 'filter' }] : []),
          { keys: ['[', ']'], label: 'pages' },
          ...hints,
          { keys: ['?'], label: 'all keys' },
        ]}
      />
    </Page>
  )
}

/** A heading an index carries sorts by it, and by the other direction when it does already. */
function sortable<Row>(column: Column<Row>, shown: Shown<Listed>, sorted: ReturnType<typeof sortOf>) {
  const { sort } = column
  const usual: unknown = sort === undefined ? undefined : shown.list.sorts[sort]
  if (sort === undefined || usual === undefined) return column
  const isSorted = sorted.by === sort
  const next = isSorted ? (sorted.direction === 'desc' ? 'asc' : 'desc') : usual
  return {
    ...column,
    sortHref: shown.with({ sort: next === 'desc' ? `-${sort}` : sort }),
    ...(isSorted && { sorted: sorted.direction === 'desc' ? ('descending' as const) : ('ascending' as const) }),
  }
}

/** `12 orders`, `More than 10,000 orders, 50 of them here`, and nothing of the whole before it is counted. */
function countWords(count: Count | undefined, { noun, here }: { noun: string; here: number }): string {
  // Null: counting would have taken too long.
  if (!count) return ''
  if (count.isMore) return `More than ${counted(count.count, noun)}, ${formatCount(here)} of them here`
  return count.count === here ? counted(here, noun) : `${counted(count.count, noun)}, ${formatCount(here)} of them here`
}
