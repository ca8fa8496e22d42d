'use client'
import type { Purchase } from '@mainstay/domain/purchase/purchase'
import { useState } from 'react'
import { Timeline } from '@/console/timeline.tsx'
import { timelineEntry } from '@/console/timeline-words.tsx'
import { audit } from '@/nouns/audit.ts'
import { Link } from '@/ui/link.tsx'
import { Section } from '@/ui/section.tsx'
import { Segmented } from '@/ui/segmented.tsx'

const choices = [
  { value: 'all', label: 'All' },
  { value: 'people', label: 'People' },
] as const

export function OrderTimeline({ purchase, you, auditOpen }: { purchase: Purchase; you: string; auditOpen: boolean }) {
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
        <Timeline entries={events.map((event) => timelineEntry(event, you))} />
      )}
      {auditOpen && (
        <p className="mt-4">
          <Link className="link" href={audit.list({ purchase: purchase.id })}>
            Open in the audit log
          </Link>
        </p>
      )}
    </Section>
  )
}
