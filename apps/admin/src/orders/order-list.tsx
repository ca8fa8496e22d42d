'use client'
import { sum } from '@mainstay/domain/money/money'
import type { PurchaseSummary, purchaseList } from '@mainstay/domain/purchase/purchase'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useQueryStates } from 'nuqs'
import { useMemo, useRef } from 'react'
import { toast } from 'sonner'
import { DataTable } from '@/console/data-table.tsx'
import { FailureBlock } from '@/console/failure-block.tsx'
import { useKeys } from '@/console/keys.tsx'
import { MoneyText } from '@/console/money-text.tsx'
import { Page } from '@/console/page.tsx'
import { useMe } from '@/console/session.tsx'
import { orders } from '@/nouns/order.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { Button } from '@/ui/button.tsx'
import { cx } from '@/ui/class-names.ts'
import { FilterBar, QueryField } from '@/ui/filter-bar.tsx'
import { KeyHints } from '@/ui/kbd.tsx'
import { PageHeader } from '@/ui/page-header.tsx'
import { Pager } from '@/ui/pager.tsx'
import { LoadingTable } from '@/ui/states.tsx'
import { Tabs } from '@/ui/tabs.tsx'
import { NoOrders } from './no-orders.tsx'
import { chipsOf } from './order-chips.ts'
import { orderColumns, orderHeadings } from './order-columns.tsx'
import { listInput, type OrderSearch, orderSearch, ordersHref } from './order-search.ts'
import { readTyped } from './typed-filter.ts'

const views: Record<keyof typeof purchaseList.views, string> = {
  all: 'All recent',
  to_accept: 'To accept',
  late: 'Late',
  on_hold: 'On hold',
  unknown: 'Payment unknown',
}

export function OrderList() {
  const { tenant } = useMe()
  const router = useRouter()
  const [search, setSearch] = useQueryStates(orderSearch, { history: 'push' })
  const trpc = useTRPC()
  const found = useQuery(
    trpc.purchase.list.queryOptions(listInput(search, tenant), { placeholderData: keepPreviousData }),
  )
  const rows = found.data?.items ?? []
  const currency = currencyOf(rows, tenant.currency)
  const columns = useMemo(() => orderColumns(currency), [currency])
  const field = useRef<HTMLInputElement>(null)

  const change = (changed: Partial<OrderSearch>) => void setSearch({ ...changed, cursor: null })
  const chips = chipsOf(search, rows, change)
  const pageHref = (cursor: string | null | undefined) => (cursor ? ordersHref({ ...search, cursor }) : undefined)
  const newer = pageHref(found.data?.newer)
  const older = pageHref(found.data?.older)
  const turn = (href: string | undefined) => () => href !== undefined && router.push(href)
  useKeys([
    { keys: '/', label: 'Search or filter', place: 'This page', run: () => field.current?.focus() },
    { keys: 'f', label: 'Search or filter', place: 'This page', run: () => field.current?.focus() },
    { keys: '[', label: 'Newer page', place: 'This page', run: turn(newer) },
    { keys: ']', label: 'Older page', place: 'This page', run: turn(older) },
  ])

  function typed(text: string) {
    const read = readTyped(text, search, tenant.currency)
    if (read.ok) change(read.change)
    else toast(read.why)
  }

  return (
    <Page crumbs={[{ label: 'Trade' }, { label: 'Orders' }]}>
      <PageHeader title="Orders" />
      <Tabs
        label="Saved views"
        tabs={Object.entries(views).map(([view, label]) => ({
          label,
          href: view === 'all' ? orders.list() : orders.list({ view }),
          current: (search.view ?? 'all') === view,
        }))}
      />
      <FilterBar className="border-b-0 py-3">
        <QueryField
          chips={chips}
          label="Search or add a filter"
          placeholder="Order, buyer, or a filter such as payment:paid"
          onText={typed}
          inputRef={field}
        />
        <Button
          icon="link"
          className="max-md:hidden"
          onClick={() =>
            navigator.clipboard.writeText(window.location.href).then(() => toast('The address of this list is copied.'))
          }
        >
          Copy link
        </Button>
      </FilterBar>
      {found.isError ? (
        <FailureBlock error={found.error} onRetry={() => void found.refetch()} />
      ) : found.data === undefined ? (
        <LoadingTable label="Orders" columns={[...orderHeadings, 'Total']} />
      ) : rows.length === 0 ? (
        <NoOrders view={search.view ?? 'all'} filtered={chips.length > 0 || search.cursor !== null} />
      ) : (
        <div className={cx(found.isPlaceholderData && 'opacity-60')} aria-busy={found.isPlaceholderData}>
          <DataTable
            caption={`Orders, newest first.${currency === undefined ? '' : ` Amounts in ${currency}.`}`}
            columns={columns}
            rows={rows}
            rowId={(row) => row.id}
            rowName={(row) => row.number}
            rowHref={(row) => orders.href(row.number)}
            onFollow={(href) => router.push(href)}
            sticky
            narrow="blocks"
            footer={<PageSum rows={rows} currency={currency} width={columns.length} />}
          />
          <Pager
            text="Newest first. The list is not counted."
            newer={{ href: newer, why: 'This is the newest page.' }}
            older={{ href: older, why: 'This is the oldest page.' }}
          />
        </div>
      )}
      <KeyHints
        hints={[
          { keys: ['J', 'K'], label: 'move' },
          { keys: ['Enter'], label: 'open' },
          { keys: ['/'], label: 'filter' },
          { keys: ['['], label: 'newer page' },
          { keys: [']'], label: 'older page' },
          { keys: ['?'], label: 'all keys' },
        ]}
      />
    </Page>
  )
}

/** The currency of the column, or undefined when amounts of several cannot be added up. */
function currencyOf(rows: readonly PurchaseSummary[], usual: string): string | undefined {
  const [first = usual, ...others] = new Set(rows.map((row) => row.total.currency))
  return others.length === 0 ? first : undefined
}

function PageSum({
  rows,
  currency,
  width,
}: {
  rows: readonly PurchaseSummary[]
  currency: string | undefined
  width: number
}) {
  if (currency === undefined) return null
  const amounts = rows.map((row) => row.total)
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: the table writes its roles out
    <tr role="row">
      <th role="rowheader" scope="row" colSpan={width - 1} className="font-normal! text-text-3">
        {rows.length === 1 ? '1 order' : `${rows.length} orders`} on this page
      </th>
      <td role="cell" className="number">
        <MoneyText bare money={sum(amounts, currency)} />
      </td>
    </tr>
    // biome-ignore-end lint/a11y/noRedundantRoles: the table writes its roles out
  )
}
