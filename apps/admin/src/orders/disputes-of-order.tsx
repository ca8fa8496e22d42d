import type { Purchase } from '@mainstay/domain/purchase/purchase'
import { MoneyText } from '@/console/money-text.tsx'
import { State } from '@/console/state.tsx'
import { disputes } from '@/nouns/dispute.ts'
import { Time } from '@/ui/now.tsx'
import { Section } from '@/ui/section.tsx'

/** What the buyer's bank took back or asks about, and until when it listens. */
export function DisputesOfOrder({ purchase }: { purchase: Purchase }) {
  return (
    <Section title="Disputes">
      <ul className="grid gap-2.5">
        {purchase.disputes.map((dispute) => (
          <li key={dispute.id} className="grid gap-0.5">
            <span className="flex flex-wrap items-baseline gap-x-3">
              <State look={disputes.look[dispute.status]} />
              <span className="ml-auto">
                <MoneyText money={dispute.amount} />
              </span>
            </span>
            <span className="text-sm text-text-3">
              {disputes.reason(dispute.reason)}
              {dispute.closedAt !== null && (
                <>
                  {' · closed '}
                  <Time at={dispute.closedAt} />
                </>
              )}
              {dispute.closedAt === null && dispute.evidenceDueAt !== null && (
                <>
                  {' · evidence until '}
                  <Time at={dispute.evidenceDueAt} />
                </>
              )}
            </span>
            <span className="code text-sm text-text-3">{dispute.reference}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
