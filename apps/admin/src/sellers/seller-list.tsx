'use client'
import { type SellerSummary, sellerList } from '@mainstay/domain/seller/seller'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ActionButton } from '@/console/action.tsx'
import type { Column } from '@/console/data-table.tsx'
import { ListPage } from '@/console/list-page.tsx'
import { State } from '@/console/state.tsx'
import { useList } from '@/console/use-list.ts'
import { sellers } from '@/nouns/seller.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { Time } from '@/ui/now.tsx'
import { None } from '@/ui/table.tsx'
import { usePutForward } from './seller-form.tsx'

const views = { all: 'All', review: 'To review', active: 'Selling', stopped: 'Not selling' }

export function SellerList() {
  const trpc = useTRPC()
  const shown = useList(sellerList, sellers)
  const found = useQuery(trpc.seller.list.queryOptions(shown.input, { placeholderData: keepPreviousData }))
  const { data: count } = useQuery(trpc.seller.count.queryOptions(shown.input))
  return (
    <ListPage
      place={sellers.place}
      shown={shown}
      found={found}
      count={count}
      noun="seller"
      views={views}
      words={{ status: sellers.look }}
      csv="sellers"
      empty={sellers.empty}
      actions={<ActionButton action={usePutForward()} />}
      table={{
        columns,
        rowId: (seller) => seller.id,
        rowName: (seller) => seller.name,
        rowHref: (seller) => sellers.href(seller.id),
      }}
    />
  )
}

const columns: readonly Column<SellerSummary>[] = [
  {
    id: 'name',
    name: 'Seller',
    kind: 'rowHeader',
    sort: 'name',
    className: 'max-sm:col-span-2',
    cell: (seller) => <span className="font-medium wrap-anywhere">{seller.name}</span>,
  },
  {
    id: 'state',
    name: 'State',
    className: 'sm:w-48',
    cell: (seller) => <State look={sellers.look[seller.status]} />,
  },
  { id: 'country', name: 'Country', className: 'sm:w-28 max-sm:hidden', cell: (seller) => seller.country ?? <None /> },
  {
    id: 'documents',
    name: 'Documents open',
    kind: 'number',
    className: 'sm:w-40',
    cell: ({ openRequirements: open }) =>
      open === 0 ? (
        <None />
      ) : (
        <>
          {open}
          <span className="sm:hidden"> documents open</span>
        </>
      ),
  },
  {
    id: 'due',
    name: 'Decide by',
    className: 'sm:w-44',
    cell: (seller) => (seller.reviewDueAt ? <Time at={seller.reviewDueAt} precise /> : <None />),
  },
  {
    id: 'since',
    name: 'Since',
    sort: 'createdAt',
    className: 'sm:w-44 text-text-2 max-sm:hidden',
    cell: (seller) => <Time at={seller.createdAt} precise />,
  },
]
