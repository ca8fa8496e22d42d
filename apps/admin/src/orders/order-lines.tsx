import { money } from '@mainstay/domain/money/money'
import { unshippedStatuses } from '@mainstay/domain/order/fulfilment'
import type { Purchase, PurchaseOrder } from '@mainstay/domain/purchase/purchase'
import { MoneyText } from '@/console/money-text.tsx'
import { State } from '@/console/state.tsx'
import { orders } from '@/nouns/order.ts'
import { Link } from '@/ui/link.tsx'
import { Status } from '@/ui/status.tsx'
import { NumberCell, SubLine, Table, TableRegion } from '@/ui/table.tsx'
import { ShipBy } from './order-columns.tsx'

/** Every seller's part with its lines. */
export function OrderLines({ purchase }: { purchase: Purchase }) {
  const { currency } = purchase.total
  return (
    <TableRegion label="Lines by seller">
      <Table caption={`Lines by seller, ${currency}`} still className="max-md:min-w-144">
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">State</th>
            <th scope="col" className="number">
              Qty
            </th>
            <th scope="col" className="number">
              Unit
            </th>
            <th scope="col" className="number">
              Payable
            </th>
          </tr>
        </thead>
        {purchase.orders.map((order) => (
          <SellersPart key={order.id} order={order} currency={currency} />
        ))}
      </Table>
    </TableRegion>
  )
}

function SellersPart({ order, currency }: { order: PurchaseOrder; currency: string }) {
  const items = order.lines.filter((line) => line.kind === 'item')
  return (
    <tbody>
      <tr data-group>
        <th colSpan={5} scope="rowgroup">
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
        </th>
      </tr>
      {items.map((line) => (
        <tr key={line.id}>
          <th scope="row" className="py-1.5! whitespace-normal!">
            <span className="wrap-anywhere">{line.title}</span>
            <SubLine className="code">{line.sku}</SubLine>
          </th>
          <td className="text-text-2">
            <LineState line={line} currency={currency} />
          </td>
          <NumberCell>{line.quantity}</NumberCell>
          <NumberCell className="text-text-2">
            <MoneyText bare money={money(line.unitPrice, currency)} />
          </NumberCell>
          <NumberCell>
            <MoneyText bare money={money(line.payable, currency)} />
          </NumberCell>
        </tr>
      ))}
      <tr>
        <th scope="row" colSpan={4} className="font-normal! text-text-2">
          {order.shipping > 0 && (
            <>
              Shipping <MoneyText bare money={money(order.shipping, currency)} />,{' '}
            </>
          )}
          VAT <MoneyText bare money={money(order.tax, currency)} /> included, commission{' '}
          <MoneyText bare money={money(order.commission, currency)} />
        </th>
        <NumberCell className="font-medium">
          <MoneyText bare money={money(order.payable, currency)} />
        </NumberCell>
      </tr>
    </tbody>
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
