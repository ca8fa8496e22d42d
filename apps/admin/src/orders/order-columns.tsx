import type { PurchaseSummary } from '@mainstay/domain/purchase/purchase'
import { type Column, moneyColumn, stateColumn, textColumn, timeColumn } from '@/console/column.tsx'
import { orders } from '@/nouns/order.ts'
import { Day, useMoment } from '@/ui/now.tsx'
import { None } from '@/ui/table.tsx'

/** `currency` when all rows share it; each cell names its own otherwise. */
export function orderColumns(currency: string | undefined): Column<PurchaseSummary>[] {
  return [
    {
      id: 'number',
      name: 'Order',
      kind: 'rowHeader',
      phone: 'left 1',
      className: 'tabular-nums max-sm:font-medium!',
      cell: (row) => row.number,
    },
    timeColumn({ id: 'placed', name: 'Placed', sort: 'placedAt', phone: 'right 2', of: (row) => row.placedAt }),
    textColumn({ id: 'buyer', name: 'Buyer', phone: 'left 2', of: (row) => row.buyer.name }),
    {
      id: 'sellers',
      name: 'Sellers',
      phone: 'hidden',
      className: 'max-rail:hidden',
      cell: (row) => <Sellers sellers={row.sellers} />,
    },
    stateColumn({
      id: 'payment',
      name: 'Payment',
      phone: 'left 3',
      of: (row) => orders.payment[row.paymentStatus],
    }),
    stateColumn({
      id: 'fulfilment',
      name: 'Fulfilment',
      phone: 'right 3',
      of: (row) => orders.fulfilment[row.fulfilmentStatus],
    }),
    stateColumn({
      id: 'return',
      name: 'Return',
      phone: 'hidden',
      of: (row) => (row.returnStatus === 'none' ? undefined : orders.returned[row.returnStatus]),
    }),
    {
      id: 'shipBy',
      name: 'Ship by',
      phone: 'hidden',
      className: 'whitespace-nowrap text-text-2',
      cell: (row) => <ShipBy at={row.shipBy} />,
    },
    moneyColumn({
      id: 'total',
      name: currency === undefined ? 'Total' : `Total, ${currency}`,
      sort: 'total',
      phone: 'right 1',
      className: 'font-[450]',
      currency,
      of: (row) => row.total,
    }),
  ]
}

function Sellers({ sellers }: { sellers: PurchaseSummary['sellers'] }) {
  const [first, ...others] = sellers
  if (first === undefined) return <None />
  return (
    <span className="flex max-w-52 gap-1 whitespace-nowrap" title={sellers.map((seller) => seller.name).join(', ')}>
      <span className="truncate">{first.name}</span>
      {others.length > 0 && <span className="text-text-3">+{others.length}</span>}
    </span>
  )
}

export function ShipBy({ at }: { at: Date | null }) {
  const { now } = useMoment()
  if (at === null) return <None />
  if (at >= now) return <Day at={at} />
  return (
    <span className="font-medium text-danger-text">
      <Day at={at} /> late
    </span>
  )
}
