'use client'
import { type SellerSummary, sellerList } from '@mainstay/domain/seller/seller'
import { ActionButton } from '@/console/action.tsx'
import { type Column, stateColumn, textColumn, timeColumn } from '@/console/column.tsx'
import { ListPage } from '@/console/list-page.tsx'
import { useListing } from '@/console/use-listing.ts'
import { sellers } from '@/nouns/seller.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { None } from '@/ui/table.tsx'
import { usePutForward } from './seller-form.ts'

export function SellerList() {
  const { page } = useListing(sellerList, sellers, useTRPC().seller)
  return (
    <ListPage
      {...page}
      noun="seller"
      words={{ status: sellers.look }}
      searched={sellers.searched}
      csv="sellers"
      actions={<ActionButton action={usePutForward()} />}
      table={{
        columns,
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
    phone: 'wide 1',
    cell: (seller) => <span className="font-medium wrap-anywhere">{seller.name}</span>,
  },
  stateColumn({ id: 'state', name: 'State', width: 48, phone: 'left 2', of: (seller) => sellers.look[seller.status] }),
  textColumn({ id: 'country', name: 'Country', width: 28, phone: 'hidden', of: (seller) => seller.country }),
  {
    id: 'documents',
    name: 'Documents open',
    kind: 'number',
    width: 40,
    phone: 'right 2',
    cell: (seller) => <Documents open={seller.openRequirements} />,
  },
  timeColumn({
    id: 'due',
    name: 'Decide by',
    width: 44,
    phone: 'left 3',
    className: '',
    precise: true,
    of: (seller) => seller.reviewDueAt,
  }),
  timeColumn({
    id: 'since',
    name: 'Since',
    sort: 'createdAt',
    width: 44,
    phone: 'hidden',
    precise: true,
    of: (seller) => seller.createdAt,
  }),
]

function Documents({ open }: { open: number }) {
  if (open === 0) return <None />
  return (
    <>
      {open}
      <span className="sm:hidden"> documents open</span>
    </>
  )
}
