'use client'
import type { Permission } from '@mainstay/domain/access/permission'
import { money } from '@mainstay/domain/money/money'
import type { Purchase } from '@mainstay/domain/purchase/purchase'
import { useSuspenseQuery } from '@tanstack/react-query'
import { DetailPage } from '@/console/detail-page.tsx'
import { MoneyText } from '@/console/money-text.tsx'
import { useMe } from '@/console/session.tsx'
import { StatePill } from '@/console/state.tsx'
import { orders } from '@/nouns/order.ts'
import { refunds } from '@/nouns/refund.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { Link } from '@/ui/link.tsx'
import { Time } from '@/ui/now.tsx'
import type { FactList } from '@/ui/page-header.tsx'
import { Section } from '@/ui/section.tsx'
import { None } from '@/ui/table.tsx'
import { useCancel } from './cancel.ts'
import { DisputesOfOrder } from './disputes-of-order.tsx'
import { MoneyFlow } from './money-flow.tsx'
import { ShipBy } from './order-columns.tsx'
import { OrderLines } from './order-lines.tsx'
import { OrderTimeline } from './order-timeline.tsx'
import { PayRun } from './pay-run.tsx'
import { PaymentNote } from './payment-note.tsx'
import { useAskRefund } from './refund-dialog.tsx'
import { RefundsOfOrder } from './refunds-of-order.tsx'

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
      rail={
        <>
          {purchase.disputes.length > 0 && <DisputesOfOrder purchase={purchase} />}
          {purchase.refunds.length > 0 && <RefundsOfOrder purchase={purchase} />}
          <OrderTimeline purchase={purchase} you={me.member.name} auditOpen={may('audit.read')} />
        </>
      }
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
  const lines = purchase.orders.reduce((count, order) => count + order.lines.length, 0)
  return (
    <>
      <Link className="hover:underline" href={orders.list({ buyer: buyer.id })}>
        {buyer.name}
      </Link>
      {buyer.email !== null && ` · ${buyer.email}`} · placed <Time at={placedAt} /> by {placedBy} ·{' '}
      {counted(purchase.orders.length, 'seller')}, {counted(lines, 'line')}
      {externalId !== null && ` · ${externalId} in the shop`}
    </>
  )
}

function orderFacts(purchase: Purchase): FactList {
  const { currency } = purchase.total
  const total = (of: (order: Purchase['orders'][number]) => number) =>
    money(
      purchase.orders.reduce((sum, order) => sum + of(order), 0),
      currency,
    )
  const waiting = purchase.refunds.filter((refund) => refund.status === 'requested')
  const [only] = waiting
  const waitingHref = waiting.length === 1 && only ? refunds.href(only.id) : refunds.list()
  const { shipTo } = purchase
  return [
    { label: 'Total', value: <MoneyText money={purchase.total} /> },
    { label: 'Buyer paid', value: <MoneyText money={total((order) => order.captured)} /> },
    {
      label: 'For the sellers',
      value: <MoneyText money={total((order) => (order.status === 'cancelled' ? 0 : order.sellerNet))} />,
    },
    { label: 'Refunded', value: <MoneyText money={total((order) => order.refunded)} /> },
    ...(only === undefined
      ? []
      : [
          {
            label: 'Waits for approval',
            value: (
              <Link className="link" href={waitingHref}>
                <MoneyText
                  money={money(
                    waiting.reduce((sum, refund) => sum + refund.amount.amount, 0),
                    currency,
                  )}
                />
              </Link>
            ),
          },
        ]),
    {
      label: 'Next ship-by',
      value: purchase.shipBy === null ? <None /> : <ShipBy at={purchase.shipBy} />,
    },
    {
      label: 'Deliver to',
      value: `${shipTo.street}, ${shipTo.postalCode} ${shipTo.city}, ${shipTo.country}`,
    },
  ]
}

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`
}
