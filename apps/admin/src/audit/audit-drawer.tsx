'use client'
import type { AuditEntry } from '@mainstay/domain/audit/audit'
import type { Query } from '@/address.ts'
import { Diff } from '@/console/diff.tsx'
import { type FactList, Facts } from '@/console/facts.tsx'
import { type Noun, NounLink } from '@/console/noun-link.tsx'
import { audit } from '@/nouns/audit.ts'
import { importRuns } from '@/nouns/import-run.ts'
import { orders } from '@/nouns/order.ts'
import { refunds } from '@/nouns/refund.ts'
import { runs } from '@/nouns/run.ts'
import { sellers } from '@/nouns/seller.ts'
import { shortId } from '@/runs/short-id.ts'
import { ButtonLink } from '@/ui/button.tsx'
import { Drawer, type DrawerMoves } from '@/ui/drawer.tsx'
import { Time } from '@/ui/now.tsx'
import { actionWords, subjectWords } from './audit-words.ts'

type AuditDrawerInput = DrawerMoves & { entry: AuditEntry; narrowed: (changes: Query) => string }

export function AuditDrawer({ entry, narrowed, ...moves }: AuditDrawerInput) {
  const { actor, subject, changes } = entry
  return (
    <Drawer
      kind={`Audit row · ${shortId(entry.id)}`}
      title={actionWords(entry.action)}
      summary={
        <span className="min-w-0 wrap-anywhere text-text-2">
          {subject.label}, by {actor.name}
        </span>
      }
      {...moves}
      footer={
        <>
          {actor.id !== null && (
            <ButtonLink variant="quiet" icon="person" href={narrowed({ actor: actor.id })}>
              Same actor
            </ButtonLink>
          )}
          <ButtonLink variant="quiet" icon="filter" href={narrowed({ subject: subject.id })}>
            Same thing
          </ButtonLink>
        </>
      }
    >
      <h3 className="mb-1.5">Before and after</h3>
      {changes.length === 0 ? (
        <p className="text-text-2">It changed no field; that it happened is the record.</p>
      ) : (
        <>
          <Diff changes={changes} />
          <p className="mt-1.5 text-sm text-text-3">Secrets and account numbers are never written here in full.</p>
        </>
      )}
      <h3 className="mt-5 mb-1.5">Why it was allowed</h3>
      <p className="wrap-anywhere">{entry.allowedBy ?? withoutRight(actor.type)}</p>
      <Facts look="pairs" facts={factsOf(entry)} />
    </Drawer>
  )
}

function withoutRight(actorType: string): string {
  if (actorType === 'provider') return 'The payment provider reported it; it is checked against its own books first.'
  if (actorType === 'system') return 'The system did it as a step of its own work; nobody had to be asked.'
  return 'No right was recorded with it.'
}

function factsOf(entry: AuditEntry): FactList {
  const { actor, subject, purchaseId, runId } = entry
  const noun = nounOf[subject.type]
  return [
    { label: 'When', value: <Time at={entry.occurredAt} full /> },
    { label: 'Actor', value: `${actor.name}, ${actorWords[actor.type] ?? actor.type}` },
    {
      label: subjectWords(subject.type),
      value: noun ? <NounLink noun={noun} id={subject.id} words={subject.label} /> : subject.label,
    },
    { label: 'Action', value: <span className="code">{entry.action}</span> },
    entry.reason !== null && { label: 'Reason', value: `“${audit.reason(entry.reason, actor.type)}”` },
    purchaseId !== null &&
      subject.type !== 'purchase' && {
        label: 'In order',
        value: <NounLink noun={orders} id={purchaseId} words="Open the order" />,
      },
    runId !== null &&
      runId !== subject.id && {
        label: 'By run',
        value: <NounLink noun={runs} id={runId} words={<span className="code">{shortId(runId)}</span>} />,
      },
    entry.requestId !== null && {
      label: 'Request',
      value: <span className="code text-sm">{entry.requestId}</span>,
    },
  ]
}

const actorWords: Record<string, string> = {
  member: 'a person',
  api_key: 'an API key',
  system: 'the system',
  provider: 'the payment provider',
}

/** What of the subjects has a page. */
const nounOf: Record<string, Noun> = {
  purchase: orders,
  refund: refunds,
  seller: sellers,
  workflow_run: runs,
  import_run: importRuns,
}
