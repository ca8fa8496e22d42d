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
      columns={[
        lineColumn({ phone: 'left 1', more: (line) => <OnPhone line={line} currency={currency} /> }),
        {
          id: 'state',
          name: 'State',
          className: 'text-text-2',
          phone: 'left 2',
          cell: (line) => <LineState line={line} currency={currency} />,
        },
        { id: 'quantity', name: 'Qty', kind: 'number', phone: 'hidden', cell: (line) => line.quantity },
        moneyColumn({
          id: 'unit',
          name: 'Unit',
          className: 'text-text-2',
          phone: 'hidden',
          currency,
          of: (line) => money(line.unitPrice, currency),
        }),
        moneyColumn({
          id: 'payable',
          name: 'Payable',
          phone: 'right 1',
          currency,
          of: (line) => money(line.payable, currency),
        }),
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
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1 whitespace-normal">
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
    <tr role="row">
      <th
        scope="row"
        role="rowheader"
        colSpan={4}
        data-phone="left 1"
        className="font-normal! whitespace-normal! text-text-2"
      >
        {order.shipping > 0 && <>Shipping {amount(order.shipping)}, </>}
        VAT {amount(order.tax)} included, commission {amount(order.commission)}
      </th>
      <td role="cell" data-phone="right 1" className="number font-medium">
        {amount(order.payable)}
      </td>
    </tr>
  )
}

/** Pieces and their price, which have no columns there. */
function OnPhone({ line, currency }: { line: PurchaseOrder['lines'][number]; currency: string }) {
  return (
    <span className="block text-sm text-text-2 sm:hidden">
      {line.quantity} × <MoneyText bare money={money(line.unitPrice, currency)} />
    </span>
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
