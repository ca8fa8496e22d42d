import type { Purchase } from '@mainstay/domain/purchase/purchase'
import { RefundStatus } from '@mainstay/domain/refund/lifecycle'
import Link from 'next/link'
import { MoneyText } from '@/console/money-text.tsx'
import { State } from '@/console/state.tsx'
import { refundLook } from '@/console/state-words.ts'
import { paths } from '@/paths.ts'
import { Section } from '@/ui/section.tsx'

export function RefundsOfOrder({ refunds }: { refunds: Purchase['refunds'] }) {
  return (
    <Section title="Refunds">
      <ul className="grid gap-2.5">
        {refunds.map((refund) => (
          <li key={refund.id} className="flex flex-wrap items-baseline gap-x-3">
            <Link className="link" href={paths.approval(refund.id)}>
              {refund.number}
            </Link>
            <State look={refundLook[RefundStatus.parse(refund.status)]} />
            <span className="ml-auto">
              <MoneyText money={refund.amount} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
