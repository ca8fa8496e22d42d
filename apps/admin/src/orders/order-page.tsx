'use client'
import { money } from '@mainstay/domain/money/money'
import type { Purchase } from '@mainstay/domain/purchase/purchase'
import { useSuspenseQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { useKeys } from '@/console/keys.tsx'
import { MoneyText } from '@/console/money-text.tsx'
import { Page } from '@/console/page.tsx'
import { missingPermission, refusalWords } from '@/console/refusal-words.ts'
import { useMe } from '@/console/session.tsx'
import { StatePill } from '@/console/state.tsx'
import { orders } from '@/nouns/order.ts'
import { refunds } from '@/nouns/refund.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { Button } from '@/ui/button.tsx'
import { KeyHints } from '@/ui/kbd.tsx'
import { Time } from '@/ui/now.tsx'
import { Facts, PageHeader } from '@/ui/page-header.tsx'
import { Columns, Section } from '@/ui/section.tsx'
import { None } from '@/ui/table.tsx'
import { refusedToAsk } from './ask-refund.ts'
import { CancelDialog } from './cancel-dialog.tsx'
import { refusedToCancel } from './cancel-refusal.ts'
import { DisputesOfOrder } from './disputes-of-order.tsx'
import { MoneyFlow } from './money-flow.tsx'
import { ShipBy } from './order-columns.tsx'
import { OrderLines } from './order-lines.tsx'
import { ordersHref } from './order-search.ts'
import { OrderTimeline } from './order-timeline.tsx'
import { PayRun } from './pay-run.tsx'
import { PaymentNote } from './payment-note.tsx'
import { RefundDialog } from './refund-dialog.tsx'
import { RefundsOfOrder } from './refunds-of-order.tsx'

export function OrderPage({ number }: { number: string }) {
  const me = useMe()
  const trpc = useTRPC()
  const { data: purchase } = useSuspenseQuery(
    trpc.purchase.get.queryOptions(
      { purchaseId: number },
      { refetchInterval: ({ state }) => (state.data && isMoving(state.data) ? 2_000 : false) },
    ),
  )
  const [asking, setAsking] = useState(false)
  const [canceling, setCanceling] = useState(false)
  const may = (permission: string) => me.permissions.includes(permission)
  const refusal = may('refund.request') ? askRefusal(purchase) : missingPermission('refund.request')
  const cancelRefusal = may('purchase.cancel') ? refusedToCancel(purchase) : missingPermission('purchase.cancel')
  useKeys([
    {
      keys: 'x',
      label: 'Cancel the order',
      place: 'This page',
      run: () => cancelRefusal === undefined && setCanceling(true),
    },
    {
      keys: 'r',
      label: 'Refund lines',
      place: 'This page',
      run: () => refusal === undefined && setAsking(true),
    },
  ])
  const lines = purchase.orders.reduce((count, order) => count + order.lines.length, 0)
  const moving = isMoving(purchase)

  return (
    <Page crumbs={[{ label: 'Orders', href: orders.list() }, { label: purchase.number }]}>
      <PageHeader
        title={purchase.number}
        pills={
          <>
            <StatePill look={orders.payment[purchase.paymentStatus]} />
            {purchase.disputes.some((dispute) => dispute.closedAt === null) && (
              <StatePill look={{ shape: 'attention', words: 'Disputed' }} />
            )}
            <StatePill look={orders.fulfilment[purchase.fulfilmentStatus]} />
            {purchase.returnStatus !== 'none' && <StatePill look={orders.returned[purchase.returnStatus]} />}
          </>
        }
        context={
          <>
            <Link className="hover:underline" href={ordersHref({ buyer: purchase.buyer.id })}>
              {purchase.buyer.name}
            </Link>
            {purchase.buyer.email !== null && ` · ${purchase.buyer.email}`} · placed <Time at={purchase.placedAt} /> by{' '}
            {purchase.placedBy} · {counted(purchase.orders.length, 'seller')}, {counted(lines, 'line')}
            {purchase.externalId !== null && ` · ${purchase.externalId} in the shop`}
          </>
        }
        actions={
          <>
            <Button
              refusal={cancelRefusal && ('code' in cancelRefusal ? refusalWords(cancelRefusal) : cancelRefusal)}
              onClick={() => setCanceling(true)}
            >
              Cancel order…
            </Button>
            <Button
              variant="primary"
              refusal={refusal && ('code' in refusal ? refusalWords(refusal) : refusal)}
              onClick={() => setAsking(true)}
            >
              Refund lines…
            </Button>
          </>
        }
      />
      <OrderFacts purchase={purchase} />
      <PaymentNote purchase={purchase} />
      {may('workflow.read') && purchase.source !== 'import' && <PayRun purchaseId={purchase.id} moving={moving} />}
      <Columns
        rail={
          <>
            {purchase.disputes.length > 0 && <DisputesOfOrder purchase={purchase} />}
            {purchase.refunds.length > 0 && <RefundsOfOrder purchase={purchase} />}
            <OrderTimeline purchase={purchase} you={me.member.name} auditOpen={may('audit.read')} />
          </>
        }
      >
        {may('ledger.read') && <MoneyFlow purchaseId={purchase.id} moving={moving} />}
        <Section flush title="Lines by seller" aside={`Prices with VAT, ${purchase.total.currency}`}>
          <OrderLines purchase={purchase} />
        </Section>
      </Columns>
      <KeyHints
        hints={[
          { keys: ['R'], label: 'refund lines' },
          { keys: ['X'], label: 'cancel the order' },
          { keys: ['G', 'O'], label: 'all orders' },
          { keys: ['?'], label: 'all keys' },
        ]}
      />
      <CancelDialog purchase={purchase} open={canceling} onOpenChange={setCanceling} />
      <RefundDialog purchase={purchase} open={asking} onOpenChange={setAsking} />
    </Page>
  )
}

function OrderFacts({ purchase }: { purchase: Purchase }) {
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
  return (
    <Facts
      facts={[
        { id: 'total', label: 'Total', value: <MoneyText money={purchase.total} /> },
        { id: 'paid', label: 'Buyer paid', value: <MoneyText money={total((order) => order.captured)} /> },
        {
          id: 'net',
          label: 'For the sellers',
          value: <MoneyText money={total((order) => (order.status === 'cancelled' ? 0 : order.sellerNet))} />,
        },
        { id: 'refunded', label: 'Refunded', value: <MoneyText money={total((order) => order.refunded)} /> },
        ...(only === undefined
          ? []
          : [
              {
                id: 'waiting',
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
          id: 'shipBy',
          label: 'Next ship-by',
          value: purchase.shipBy === null ? <None /> : <ShipBy at={purchase.shipBy} />,
        },
        {
          id: 'to',
          label: 'Deliver to',
          value: `${shipTo.street}, ${shipTo.postalCode} ${shipTo.city}, ${shipTo.country}`,
        },
      ]}
    />
  )
}

/** Refused only when no part of the order can be asked back; then the first part says why. */
function askRefusal(purchase: Purchase) {
  const refusals = purchase.orders.map((order) => refusedToAsk(purchase, order))
  return refusals.includes(undefined) ? undefined : refusals[0]
}

/** Something is under way that ends by itself within seconds, so the page looks again. */
function isMoving(purchase: Purchase): boolean {
  const { status = 'failed', isWorkedOn = false } = purchase.payment ?? {}
  const paying = isWorkedOn && ['created', 'authorizing', 'authorized', 'capturing'].includes(status)
  return paying || purchase.refunds.some((refund) => refund.status === 'approved' || refund.status === 'sending')
}

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`
}
