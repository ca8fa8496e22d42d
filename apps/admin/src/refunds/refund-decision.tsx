'use client'
import { formatMoney } from '@mainstay/domain/money/format'
import type { Refund } from '@mainstay/domain/refund/refund'
import { skipToken, useQuery } from '@tanstack/react-query'
import { CopyButtons } from '@/console/copy-buttons.tsx'
import { Loaded } from '@/console/loaded.tsx'
import { StatePill } from '@/console/state.tsx'
import { VendorNote } from '@/console/vendor-note.tsx'
import { orders } from '@/nouns/order.ts'
import { refunds } from '@/nouns/refund.ts'
import { useTRPC } from '@/trpc/client.tsx'
import { Clock } from '@/ui/clock.tsx'
import { Link } from '@/ui/link.tsx'
import { Note } from '@/ui/note.tsx'
import { Section } from '@/ui/section.tsx'
import { Status } from '@/ui/status.tsx'
import { checkOfOrder, checksOf, type Verdict, type Weighing } from './decision.ts'
import { DecisionBar } from './decision-bar.tsx'
import { Impact } from './impact.tsx'
import { RefundEyes } from './refund-eyes.tsx'
import { RefundFacts } from './refund-facts.tsx'

/** All a second person needs to decide, with the decision itself always in sight. */
export function RefundDecision({ refund, onDecided }: { refund: Refund; onDecided: () => void }) {
  const trpc = useTRPC()
  const waits = refund.status === 'requested'
  const impact = useQuery(trpc.refund.impact.queryOptions({ refundId: refund.id }))
  const verdict = useQuery(trpc.refund.verdict.queryOptions(waits ? { refundId: refund.id } : skipToken))
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
        <RefundEyes refund={refund} limit={verdict.data?.limit} />
        {refund.status === 'expired' && (
          <div className="mt-4">
            <Note shape="stopped" title={refunds.lapsed.fact}>
              {refunds.lapsed.wayOut}{' '}
              <Link className="link" href={orders.href(refund.purchase.number)}>
                Open the order
              </Link>
            </Note>
          </div>
        )}
        {refund.failureReason !== null && (
          <div className="mt-4">
            <VendorNote title="The money did not arrive." text={refund.failureReason} />
          </div>
        )}
      </div>
      {waits && <RefundChecks verdict={verdict} weighing={impact} />}
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
      {waits && <DecisionBar refund={refund} verdict={verdict} weighing={impact} onDecided={onDecided} />}
    </div>
  )
}

/** What the rule looks at, each beside the others. */
function RefundChecks({ verdict: { data }, weighing }: { verdict: Verdict; weighing: Weighing }) {
  return (
    <Section title="Checks">
      <ul className="flex flex-wrap gap-x-6 gap-y-1.5">
        {[...(data === undefined ? [] : checksOf(data)), checkOfOrder(weighing)].map(({ shape, words }) => (
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
