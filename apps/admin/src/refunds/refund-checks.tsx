'use client'
import type { Refund } from '@mainstay/domain/refund/refund'
import { useMe } from '@/console/session.tsx'
import { useMoment } from '@/ui/now.tsx'
import { Section } from '@/ui/section.tsx'
import { Status } from '@/ui/status.tsx'
import { checkOfOrder, checksOf, type Weighing } from './decision.ts'

/** What the rule looks at, each beside the others. */
export function RefundChecks({ refund, weighing }: { refund: Refund; weighing: Weighing }) {
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
