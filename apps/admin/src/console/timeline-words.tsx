import { actionNamed } from '@mainstay/domain/audit/action'
import { type TimelineEvent } from '@mainstay/domain/audit/audit'
import type { ReactNode } from 'react'
import type { TimelineEntry } from '@/console/timeline.tsx'
import { audit } from '@/nouns/audit.ts'
import { refunds } from '@/nouns/refund.ts'
import { sellers } from '@/nouns/seller.ts'
import type { Shape } from '@/ui/glyph.tsx'
import { Link } from '@/ui/link.tsx'
import { Time } from '@/ui/now.tsx'

type Words = { shape: Shape; does: (label: ReactNode) => ReactNode }

/** What an action of the audit log says about an order: a verb for people, a fact for everything else. */
const wordsOfAction: Partial<Record<string, Words>> = {
  'purchase.place': { shape: 'dot', does: () => 'placed the order' },
  'purchase.amend': { shape: 'reversed', does: () => 'made the order what its mended file says' },
  'purchase.cancel': { shape: 'stopped', does: () => 'canceled the order' },
  'purchase.lapse': { shape: 'stopped', does: () => 'gave the order up' },
  'purchase.refuseMail': { shape: 'attention', does: () => 'could not mail the buyer: the address takes no mail' },
  'payment.claimAuthorization': { shape: 'inProgress', does: () => 'asked the bank to authorize the payment' },
  'payment.authorize': { shape: 'done', does: () => 'recorded the payment as authorized' },
  'payment.decline': { shape: 'failed', does: () => 'recorded that the payment was declined' },
  'payment.markUnknown': { shape: 'unknown', does: () => 'could not learn what became of the payment' },
  'payment.claimCapture': { shape: 'inProgress', does: () => 'asked for the money' },
  'payment.capture': { shape: 'done', does: () => 'captured the payment and booked it' },
  'payment.failCapture': { shape: 'failed', does: () => 'recorded that the capture failed' },
  'payment.void': { shape: 'stopped', does: () => 'gave the authorization back' },
  'payment.expire': { shape: 'stopped', does: () => 'recorded that the authorization expired' },
  'payment.claimRefund': { shape: 'inProgress', does: () => 'set money aside for a refund' },
  'payment.refund': { shape: 'reversed', does: () => 'recorded money as paid back' },
  'payment.failRefund': { shape: 'failed', does: () => 'recorded that paying back failed' },
  'payment.bounceRefund': { shape: 'attention', does: () => 'recorded that a refund came back' },
  'payment.openDispute': { shape: 'attention', does: () => 'recorded that the buyer’s bank took the money back' },
  'payment.winDispute': { shape: 'done', does: () => 'recorded that a dispute was won' },
  'payment.loseDispute': { shape: 'failed', does: () => 'recorded that a dispute was lost' },
  'payment.suspend': { shape: 'attention', does: () => 'recorded money that nothing explains' },
  'refund.adopt': { shape: 'attention', does: (label) => <>told us of refund {label}, which was made there</> },
  'refund.request': { shape: 'waitsForPerson', does: (label) => <>requested refund {label}</> },
  'refund.approve': { shape: 'done', does: (label) => <>approved refund {label}</> },
  'refund.deny': { shape: 'stopped', does: (label) => <>denied refund {label}</> },
  'refund.expire': { shape: 'stopped', does: (label) => <>ended refund {label}: nobody decided in time</> },
  'refund.send': { shape: 'inProgress', does: (label) => <>sent refund {label} to the provider</> },
  'refund.accept': { shape: 'inProgress', does: (label) => <>learned that the provider took refund {label}</> },
  'refund.succeed': { shape: 'reversed', does: (label) => <>recorded refund {label} as paid back</> },
  'refund.markUnknown': { shape: 'unknown', does: (label) => <>could not learn what became of refund {label}</> },
  'refund.fail': { shape: 'failed', does: (label) => <>recorded that refund {label} failed</> },
  'workItem.open': { shape: 'attention', does: () => 'put it on the work queue' },
  'workItem.settle': { shape: 'done', does: () => 'settled it in the work queue' },
  'workItem.claim': { shape: 'dot', does: () => 'took it from the work queue' },
  'workItem.release': { shape: 'dot', does: () => 'let go of it in the work queue' },
  'workItem.assign': { shape: 'dot', does: () => 'gave it to a colleague in the work queue' },
  'workItem.snooze': { shape: 'dot', does: () => 'put it aside in the work queue' },
  'workItem.comment': { shape: 'dot', does: () => 'commented on it in the work queue' },
  'workItem.resolve': { shape: 'done', does: () => 'resolved it in the work queue' },
  ...Object.fromEntries(
    Object.entries(sellers.deeds).map(([action, deed]) => {
      const ofDocument = action.startsWith('sellerRequirement')
      return [
        action,
        {
          shape: 'dot' as const,
          does: (label: ReactNode) =>
            ofDocument ? (
              <>
                {deed}: {label}
              </>
            ) : (
              deed
            ),
        },
      ]
    }),
  ),
  'workflow.retry': { shape: 'inProgress', does: () => 'started the held run again' },
}

export function timelineEntry(event: TimelineEvent, you: string): TimelineEntry {
  const person = event.actor.type === 'member'
  const known = wordsOfAction[actionNamed(event.action)]
  const label =
    event.subject.type === 'refund' ? (
      <Link className="link" href={refunds.href(event.subject.id)}>
        {event.subject.label}
      </Link>
    ) : event.subject.type === 'seller_requirement' ? (
      sellers.requirementWords(event.subject.label.split(': ').at(-1) ?? '')
    ) : (
      event.subject.label
    )
  const does = known?.does(label) ?? (
    <>
      did <span className="code">{event.action}</span> on {label}
    </>
  )
  return {
    id: event.id,
    ...(person
      ? { person: { name: event.actor.name, you: event.actor.name === you } }
      : { shape: known?.shape ?? 'dot' }),
    words: (
      <>
        {person ? <b className="font-medium">{event.actor.name}</b> : event.actor.name} {does}
      </>
    ),
    ...(event.reason !== null && person && { said: event.reason }),
    when: (
      <>
        <Time at={event.at} precise />
        {event.reason !== null && !person && ` · ${audit.reason(event.reason, event.actor.type)}`}
      </>
    ),
  }
}
