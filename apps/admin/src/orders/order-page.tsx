'use client'
import type { Permission } from '@mainstay/domain/access/permission'
import { isKnown } from '@mainstay/domain/address/address'
import { money } from '@mainstay/domain/money/money'
import { sumOf } from '@mainstay/domain/money/sum'
import type { Purchase, PurchaseOrder } from '@mainstay/domain/purchase/purchase'
import { useSuspenseQuery } from '@tanstack/react-query'
import { DetailPage } from '@/console/detail-page.tsx'
import type { FactList } from '@/console/facts.tsx'
import { MoneyText } from '@/console/money-text.tsx'
import { useMe } from '@/console/session.tsx'
import { StatePill } from '@/console/state.tsx'
import { orders } from '@/nouns/order.ts'
import { refunds } from '@/nouns/refund.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { counted } from '@/ui/count.ts'
import { Link } from '@/ui/link.tsx'
import { Time } from '@/ui/now.tsx'
import { Section } from '@/ui/section.tsx'
import { useCancel } from './cancel.ts'
import { DeliverTo } from './deliver-to.tsx'
import { MoneyFlow } from './money-flow.tsx'
import { ShipBy } from './order-columns.tsx'
import { OrderLines } from './order-lines.tsx'
import { OrderRail } from './order-rail.tsx'
import { PayRun } from './pay-run.tsx'
import { PaymentNote } from './payment-note.tsx'
import { useAskRefund } from './refund-dialog.tsx'

export function OrderPage({ number }: { number: string }) {
  const me = useMe()
  const trpc = useTRPC()
  const { data: purchase } = useSuspenseQuery(trpc.purchase.get.queryOptions({ purchaseId: number }))
  const may = (permission: Permission) => me.permissions.includes(permission)
  return (
    <DetailPage
      place={orders.place}
      name={purchase.number}
      copies={purchase.number}
      pills={<OrderStates purchase={purchase} />}
      context={<OrderContext purchase={purchase} />}
      facts={orderFacts(purchase)}
      actions={[useCancel(purchase), useAskRefund(purchase)]}
      notes={
        <>
          <PaymentNote purchase={purchase} />
          {may('workflow.read') && purchase.source !== 'import' && <PayRun purchaseId={purchase.id} />}
        </>
      }
      rail={<OrderRail purchase={purchase} />}
    >
      {may('ledger.read') && <MoneyFlow purchaseId={purchase.id} />}
      <Section flush title="Lines by seller" aside={`Prices with VAT, ${purchase.total.currency}`}>
        <OrderLines purchase={purchase} />
      </Section>
    </DetailPage>
  )
}

function OrderStates({ purchase }: { purchase: Purchase }) {
  return (
    <>
      <StatePill look={orders.payment[purchase.paymentStatus]} />
      {purchase.disputes.some((dispute) => dispute.closedAt === null) && (
        <StatePill look={{ shape: 'attention', words: 'Disputed' }} />
      )}
      <StatePill look={orders.fulfilment[purchase.fulfilmentStatus]} />
      {purchase.returnStatus !== 'none' && <StatePill look={orders.returned[purchase.returnStatus]} />}
    </>
  )
}

function OrderContext({ purchase }: { purchase: Purchase }) {
  const { buyer, placedAt, placedBy, externalId } = purchase
  const lines = sumOf(purchase.orders, (order) => order.lines.length)
  return (
    <>
      <Link className="hover:underline" href={orders.list({ buyer: buyer.id })}>
        <bdi>{buyer.name}</bdi>
      </Link>
      {buyer.email !== null && (
        <>
          {' · '}
          <bdi>{buyer.email}</bdi>
        </>
      )}{' '}
      · placed <Time at={placedAt} /> by {placedBy} · {counted(purchase.orders.length, 'seller')},{' '}
      {counted(lines, 'line')}
      {externalId !== null && ` · ${externalId} in the shop`}
    </>
  )
}

function orderFacts({ orders: parts, refunds: asked, ...purchase }: Purchase): FactList {
  const { shipBy, shipTo, total } = purchase
  const amount = (of: (order: PurchaseOrder) => number) => money(sumOf(parts, of), total.currency)
  const waiting = asked.filter((refund) => refund.status === 'requested')
  const [first, ...others] = waiting
  return [
    { label: 'Total', value: total },
    { label: 'Buyer paid', value: amount((order) => order.captured) },
    { label: 'For the sellers', value: amount((order) => (order.status === 'canceled' ? 0 : order.sellerNet)) },
    { label: 'Refunded', value: amount((order) => order.refunded) },
    first !== undefined && {
      label: 'Waits for approval',
      value: (
        <Link className="link" href={others.length === 0 ? refunds.href(first.id) : refunds.list()}>
          <MoneyText
            money={money(
              sumOf(waiting, (refund) => refund.amount.amount),
              total.currency,
            )}
          />
        </Link>
      ),
    },
    { label: 'Next ship-by', value: <ShipBy at={shipBy} /> },
    { label: 'Deliver to', value: isKnown(shipTo) && <DeliverTo address={shipTo} /> },
  ]
}
