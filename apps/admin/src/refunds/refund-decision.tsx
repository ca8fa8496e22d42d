'use client'
import { formatMoney } from '@mainstay/domain/money/format'
import type { Refund } from '@mainstay/domain/refund/refund'
import { useQuery } from '@tanstack/react-query'
import { CopyButtons } from '@/console/copy-buttons.tsx'
import { FailureNote } from '@/console/failure-note.tsx'
import { StatePill } from '@/console/state.tsx'
import { VendorNote } from '@/console/vendor-note.tsx'
import { orders } from '@/nouns/order.ts'
import { refunds } from '@/nouns/refund.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { Clock } from '@/ui/clock.tsx'
import { Link } from '@/ui/link.tsx'
import { Section } from '@/ui/section.tsx'
import { DecisionBar } from './decision-bar.tsx'
import { Impact } from './impact.tsx'
import { RefundChecks } from './refund-checks.tsx'
import { RefundEyes } from './refund-eyes.tsx'
import { RefundFacts } from './refund-facts.tsx'

/** All a second person needs to decide, with the decision itself always in sight. */
export function RefundDecision({ refund, onDecided }: { refund: Refund; onDecided: () => void }) {
  const trpc = useTRPC()
  const waits = refund.status === 'requested'
  const impact = useQuery(trpc.refund.impact.queryOptions({ refundId: refund.id }))
  return (
    <div className="flex min-h-full flex-col">
      <div className="px-(--gutter) pt-5 pb-5">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <h2 className="text-lg tracking-normal tabular-nums">{refund.number}</h2>
          <CopyButtons text={refund.number} href={refunds.href(refund.id)} />
          <StatePill look={refunds.look[refund.status]} />
          {waits && (
            <span className="ml-auto">
              <Clock due={refund.dueAt} since={refund.requestedAt} />
            </span>
          )}
        </div>
        <p className="mt-1 font-medium">
          {formatMoney(refund.amount)} to {refund.buyerName}
        </p>
        <p className="max-w-[76ch] wrap-anywhere text-text-2">
          {refund.origin === 'provider' ? 'Its reference there' : refunds.reasons[refund.reason]}: {refund.note}
        </p>
        <p className="mt-1 mb-4 max-w-[76ch] text-text-2">
          Order{' '}
          <Link className="link" href={orders.href(refund.purchase.number)}>
            {refund.purchase.number}
          </Link>
          , seller {refund.order.sellerName}. {refunds.bearers[refund.bearer]}.
        </p>
        <RefundEyes refund={refund} />
        {refund.failureReason !== null && (
          <div className="mt-4">
            <VendorNote title="The money did not arrive." text={refund.failureReason} />
          </div>
        )}
      </div>
      {waits && <RefundChecks refund={refund} weighing={impact} />}
      <Section
        flush
        title={waits ? 'What changes if you approve' : 'What it changes'}
        aside={`${refund.amount.currency}, for ${refund.order.number}`}
      >
        {impact.isError ? (
          <FailureNote error={impact.error} tried="read" className="px-(--gutter) pb-5" />
        ) : impact.data === undefined ? (
          <div role="status" aria-label="Computing what changes" className="grid gap-4 px-(--gutter) pb-6">
            <span className="skeleton w-2/3" />
            <span className="skeleton w-1/2" />
          </div>
        ) : (
          <Impact impact={impact.data} caption="Effect of the refund on each party" buyerName={refund.buyerName} />
        )}
      </Section>
      <RefundFacts refund={refund} />
      {waits && <DecisionBar refund={refund} weighing={impact} onDecided={onDecided} />}
    </div>
  )
}
