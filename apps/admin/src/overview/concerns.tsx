'use client'
import type { Concern, Overview } from '@mainstay/domain/overview/overview'
import { refunds } from '@/nouns/refund.ts'
import { workItems } from '@/nouns/work-item.ts'
import { Clock } from '@/ui/clock.tsx'
import { Glyph } from '@/ui/glyph.tsx'
import { Link } from '@/ui/link.tsx'
import { Time } from '@/ui/now.tsx'
import { Section } from '@/ui/section.tsx'

/** What is in one's hands, and what others decided on one's requests. */
export function Concerns({ concerns }: { concerns: Overview['concerns'] }) {
  return (
    <Section title="For you" aside={concerns.length === 0 ? undefined : 'latest first'}>
      {concerns.length === 0 ? (
        <p className="text-text-2">
          Nothing is in your hands. What you take or are given, and what is decided on your requests, appears here.
        </p>
      ) : (
        <ul className="grid gap-3.5">
          {concerns.map((concern) => (
            <li key={concern.id} className="flex items-start gap-2.5">
              <ConcernLine concern={concern} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function ConcernLine({ concern }: { concern: Concern }) {
  if (concern.kind === 'assigned')
    return (
      <>
        <Glyph shape={workItems.kinds[concern.itemKind].look.shape} className="mt-1" />
        <span className="min-w-0">
          <Link className="link" href={workItems.list({ view: 'mine', item: concern.id })}>
            {concern.label}
          </Link>{' '}
          is in your hands. {workItems.kinds[concern.itemKind].title}.
          <span className="block text-sm text-text-3">
            <Clock due={concern.dueAt} />
          </span>
        </span>
      </>
    )
  const isApproved = concern.status === 'approved'
  return (
    <>
      <Glyph shape={isApproved ? 'done' : 'stopped'} className="mt-1" />
      <span className="min-w-0">
        {concern.by} {isApproved ? 'approved' : 'turned down'}{' '}
        <Link className="link" href={refunds.href(concern.id)}>
          {concern.label}
        </Link>
        , which you asked for.
        <span className="block text-sm text-text-3">
          <Time at={concern.at} />
        </span>
      </span>
    </>
  )
}
