import { money } from '@mainstay/domain/money/money'
import { unshippedStatuses } from '@mainstay/domain/order/fulfilment'
import type { Purchase, PurchaseOrder } from '@mainstay/domain/purchase/purchase'
import { lineColumn, moneyColumn } from '@/console/column.tsx'
import { DetailTable } from '@/console/detail-table.tsx'
import { MoneyText } from '@/console/money-text.tsx'
import { State } from '@/console/state.tsx'
import { orders } from '@/nouns/order.ts'
import { Link } from '@/ui/link.tsx'
import { Status } from '@/ui/status.tsx'
import { SubLine } from '@/ui/table.tsx'
import { ShipBy } from './order-columns.tsx'

/** Every seller's part with its lines. */
export function OrderLines({ purchase }: { purchase: Purchase }) {
  const { currency } = purchase.total
  return (
    <DetailTable<PurchaseOrder['lines'][number]>
      label="Lines by seller"
      caption={`Lines by seller, ${currency}`}
      className="max-md:min-w-144"
      columns={[
        lineColumn(),
        {
          id: 'state',
          name: 'State',
          className: 'text-text-2',
          cell: (line) => <LineState line={line} currency={currency} />,
        },
        { id: 'quantity', name: 'Qty', kind: 'number', cell: (line) => line.quantity },
        moneyColumn({
          id: 'unit',
          name: 'Unit',
          className: 'text-text-2',
          currency,
          of: (line) => money(line.unitPrice, currency),
        }),
        moneyColumn({ id: 'payable', name: 'Payable', currency, of: (line) => money(line.payable, currency) }),
      ]}
      rowId={(line) => line.id}
      groups={purchase.orders.map((order) => ({
        id: order.id,
        head: <SellersPart order={order} />,
        rows: order.lines.filter((line) => line.kind === 'item'),
        foot: <PartSum order={order} currency={currency} />,
      }))}
    />
  )
}

function SellersPart({ order }: { order: PurchaseOrder }) {
  return (
    <>
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1">
        <Link className="hover:underline" href={orders.list({ seller: order.seller.id })}>
          {order.seller.name}
        </Link>
        <span className="font-normal text-text-3">{order.number.slice(order.number.lastIndexOf('-'))}</span>
        <State look={orders.fulfilment[order.status]} />
        {order.returnStatus !== 'none' && <State look={orders.returned[order.returnStatus]} />}
        {order.shipBy !== null && unshippedStatuses.some((status) => status === order.status) && (
          <span className="ml-auto font-normal text-text-3">
            ship by <ShipBy at={order.shipBy} />
          </span>
        )}
      </span>
      {order.heldReason !== null && <SubLine className="pb-1.5">Held: {order.heldReason}</SubLine>}
    </>
  )
}

function PartSum({ order, currency }: { order: PurchaseOrder; currency: string }) {
  const amount = (value: number) => <MoneyText bare money={money(value, currency)} />
  return (
    <tr>
      <th scope="row" colSpan={4} className="font-normal! text-text-2">
        {order.shipping > 0 && <>Shipping {amount(order.shipping)}, </>}
        VAT {amount(order.tax)} included, commission {amount(order.commission)}
      </th>
      <td className="number font-medium">{amount(order.payable)}</td>
    </tr>
  )
}

function LineState({ line, currency }: { line: PurchaseOrder['lines'][number]; currency: string }) {
  if (line.returned > 0) {
    return (
      <Status shape="reversed">
        <MoneyText bare money={money(line.returned, currency)} /> given back
      </Status>
    )
  }
  return line.captured > 0 ? <Status shape="done">Paid</Status> : <Status shape="notStarted">Not paid</Status>
}
