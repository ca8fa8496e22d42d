import type { PurchaseSummary } from '@mainstay/domain/purchase/purchase'
import type { Column } from '@/console/data-table.tsx'
import { MoneyText } from '@/console/money-text.tsx'
import { State } from '@/console/state.tsx'
import { orders } from '@/nouns/order.ts'
import { Day, Time, useMoment } from '@/ui/now.tsx'
import { None } from '@/ui/table.tsx'

/** `currency` when all rows share it; each cell names its own otherwise. On a phone a row is a block of two columns. */
export function orderColumns(currency: string | undefined): Column<PurchaseSummary>[] {
  return [
    {
      id: 'number',
      name: 'Order',
      kind: 'rowHeader',
      className: 'tabular-nums max-sm:row-start-1 max-sm:font-medium!',
      cell: (row) => row.number,
    },
    {
      id: 'placed',
      name: 'Placed',
      sort: 'placedAt',
      className: 'text-text-2 max-sm:col-start-2 max-sm:row-start-2 max-sm:text-right! max-sm:text-sm',
      cell: (row) => <Time at={row.placedAt} />,
    },
    {
      id: 'buyer',
      name: 'Buyer',
      className: 'max-sm:col-start-1 max-sm:row-start-2 max-sm:min-w-0',
      cell: (row) => (
        <span className="block max-w-60 truncate max-sm:max-w-none" title={row.buyer.name}>
          {row.buyer.name}
        </span>
      ),
    },
    {
      id: 'sellers',
      name: 'Sellers',
      className: 'whitespace-nowrap max-rail:hidden max-sm:hidden',
      cell: (row) => <Sellers sellers={row.sellers} />,
    },
    {
      id: 'payment',
      name: 'Payment',
      className: 'max-sm:col-start-1 max-sm:row-start-3',
      cell: (row) => <State look={orders.payment[row.paymentStatus]} />,
    },
    {
      id: 'fulfilment',
      name: 'Fulfilment',
      className: 'max-sm:col-start-2 max-sm:row-start-3 max-sm:justify-self-end',
      cell: (row) => <State look={orders.fulfilment[row.fulfilmentStatus]} />,
    },
    {
      id: 'return',
      name: 'Return',
      className: 'max-sm:hidden',
      cell: (row) => (row.returnStatus === 'none' ? <None /> : <State look={orders.returned[row.returnStatus]} />),
    },
    {
      id: 'shipBy',
      name: 'Ship by',
      className: 'whitespace-nowrap text-text-2 max-sm:hidden',
      cell: (row) => <ShipBy at={row.shipBy} />,
    },
    {
      id: 'total',
      name: currency === undefined ? 'Total' : `Total, ${currency}`,
      kind: 'number',
      sort: 'total',
      className: 'font-[450] max-sm:col-start-2 max-sm:row-start-1',
      cell: (row) => <MoneyText bare={currency !== undefined} money={row.total} />,
    },
  ]
}

function Sellers({ sellers }: { sellers: PurchaseSummary['sellers'] }) {
  const [first, ...others] = sellers
  if (first === undefined) return <None />
  return (
    <span className="flex max-w-52 gap-1" title={sellers.map((seller) => seller.name).join(', ')}>
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
