'use client'
import { formatMoney } from '@mainstay/domain/money/format'
import type { Refund } from '@mainstay/domain/refund/refund'
import { useQuery } from '@tanstack/react-query'
import { CopyButtons } from '@/console/copy-buttons.tsx'
import { Loaded } from '@/console/loaded.tsx'
import { useMe } from '@/console/session.tsx'
import { StatePill } from '@/console/state.tsx'
import { VendorNote } from '@/console/vendor-note.tsx'
import { orders } from '@/nouns/order.ts'
import { refunds } from '@/nouns/refund.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { Clock } from '@/ui/clock.tsx'
import { Link } from '@/ui/link.tsx'
import { useMoment } from '@/ui/now.tsx'
import { Section } from '@/ui/section.tsx'
import { Status } from '@/ui/status.tsx'
import { checkOfOrder, checksOf, type Weighing } from './decision.ts'
import { DecisionBar } from './decision-bar.tsx'
import { Impact } from './impact.tsx'
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
        <Loaded found={impact} label="what changes" className="px-(--gutter) pb-5">
          {(found) => (
            <Impact impact={found} caption="Effect of the refund on each party" buyerName={refund.buyerName} />
          )}
        </Loaded>
      </Section>
      <RefundFacts refund={refund} />
      {waits && <DecisionBar refund={refund} weighing={impact} onDecided={onDecided} />}
    </div>
  )
}

/** What the rule looks at, each beside the others. */
function RefundChecks({ refund, weighing }: { refund: Refund; weighing: Weighing }) {
  const me = useMe()
  const { now } = useMoment()
  return (
    <Section title="Checks">
      <ul className="flex flex-wrap gap-x-6 gap-y-1.5">
        {[...checksOf(refund, me, now), checkOfOrder(weighing)].map(({ shape, words }) => (
          <li key={words}>
            <Status shape={shape} {...(shape === 'stopped' && { tone: 'danger' })} className="whitespace-normal!">
              {words}
            </Status>
          </li>
        ))}
      </ul>
    </Section>
  )
}
