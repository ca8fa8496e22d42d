'use client'
import type { Dispute } from '@mainstay/domain/dispute/dispute'
import type { Purchase } from '@mainstay/domain/purchase/purchase'
import { RefundStatus } from '@mainstay/domain/refund/lifecycle'
import { type ReactNode, useState } from 'react'
import { MoneyText } from '@/console/money-text.tsx'
import { useMe } from '@/console/session.tsx'
import { State } from '@/console/state.tsx'
import { Timeline } from '@/console/timeline.tsx'
import { timelineEntry } from '@/console/timeline-words.tsx'
import { audit } from '@/nouns/audit.ts'
import { disputes } from '@/nouns/dispute.ts'
import { refunds } from '@/nouns/refund.ts'
import { Link } from '@/ui/link.tsx'
import { Time } from '@/ui/now.tsx'
import { Section } from '@/ui/section.tsx'
import { Segmented } from '@/ui/segmented.tsx'

/** What the buyer's bank took back or asks about, what was asked back here, and what has happened to the order. */
export function OrderRail({ purchase }: { purchase: Purchase }) {
  return (
    <>
      {purchase.disputes.length > 0 && (
        <Section title="Disputes">
          <ul className="grid gap-2.5">
            {purchase.disputes.map((dispute) => (
              <li key={dispute.id}>
                <p className="flex flex-wrap items-baseline gap-x-3">
                  <State look={disputes.look[dispute.status]} />
                  <span className="ml-auto">
                    <MoneyText money={dispute.amount} />
                  </span>
                </p>
                <p className="text-sm text-text-3">
                  {disputes.reason(dispute.reason)}
                  {untilWhen(dispute)}
                </p>
                <p className="code text-sm text-text-3">{dispute.reference}</p>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {purchase.refunds.length > 0 && (
        <Section title="Refunds">
          <ul className="grid gap-2.5">
            {purchase.refunds.map(({ id, number, status, amount }) => (
              <li key={id} className="flex flex-wrap items-baseline gap-x-3">
                <Link className="link" href={refunds.href(id)}>
                  {number}
                </Link>
                <State look={refunds.look[RefundStatus.parse(status)]} />
                <span className="ml-auto">
                  <MoneyText money={amount} />
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <OrderTimeline purchase={purchase} />
    </>
  )
}

/** When it was closed, or until when the bank listens. */
function untilWhen({ closedAt, evidenceDueAt }: Dispute): ReactNode {
  const at = closedAt ?? evidenceDueAt
  if (at === null) return null
  return (
    <>
      {closedAt === null ? ' · evidence until ' : ' · closed '}
      <Time at={at} />
    </>
  )
}

const choices = [
  { value: 'all', label: 'All' },
  { value: 'people', label: 'People' },
] as const

function OrderTimeline({ purchase }: { purchase: Purchase }) {
  const { member, permissions } = useMe()
  const [who, setWho] = useState<'all' | 'people'>('all')
  // What opened a work item stands here already; the audit log has both.
  const events = purchase.timeline
    .filter((event) => event.action !== 'workItem.open')
    .filter((event) => who === 'all' || event.actor.type === 'member')
  return (
    <Section
      title="Timeline"
      actions={<Segmented label="Whose entries" value={who} onChange={setWho} options={choices} />}
    >
      {events.length === 0 ? (
        <p className="text-text-2">No person has acted on this order yet.</p>
      ) : (
        <Timeline entries={events.map((event) => timelineEntry(event, member.name))} />
      )}
      {permissions.includes('audit.read') && (
        <p className="mt-4">
          <Link className="link" href={audit.list({ purchase: purchase.id })}>
            Open in the audit log
          </Link>
        </p>
      )}
    </Section>
  )
}
