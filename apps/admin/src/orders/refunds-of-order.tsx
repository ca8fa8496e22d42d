import type { Purchase } from '@mainstay/domain/purchase/purchase'
import { RefundStatus } from '@mainstay/domain/refund/lifecycle'
import { MoneyText } from '@/console/money-text.tsx'
import { State } from '@/console/state.tsx'
import { refunds } from '@/nouns/refund.ts'
import { Link } from '@/ui/link.tsx'
import { Section } from '@/ui/section.tsx'

export function RefundsOfOrder({ purchase }: { purchase: Purchase }) {
  return (
    <Section title="Refunds">
      <ul className="grid gap-2.5">
        {purchase.refunds.map((refund) => (
          <li key={refund.id} className="flex flex-wrap items-baseline gap-x-3">
            <Link className="link" href={refunds.href(refund.id)}>
              {refund.number}
            </Link>
            <State look={refunds.look[RefundStatus.parse(refund.status)]} />
            <span className="ml-auto">
              <MoneyText money={refund.amount} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
