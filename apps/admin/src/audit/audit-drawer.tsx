'use client'
import type { AuditEntry } from '@mainstay/domain/audit/audit'
import type { ReactNode } from 'react'
import type { Query } from '@/address.ts'
import { Diff } from '@/console/diff.tsx'
import { audit } from '@/nouns/audit.ts'
import { importRuns } from '@/nouns/import-run.ts'
import { orders } from '@/nouns/order.ts'
import { refunds } from '@/nouns/refund.ts'
import { runs } from '@/nouns/run.ts'
import { shortId } from '@/runs/short-id.ts'
import { ButtonLink } from '@/ui/button.tsx'
import { Drawer } from '@/ui/drawer.tsx'
import { Link } from '@/ui/link.tsx'
import { Time } from '@/ui/now.tsx'
import { type Fact, KeyValues } from '@/ui/page-header.tsx'
import { actionWords, subjectWords } from './audit-words.ts'

type AuditDrawerInput = {
  entry: AuditEntry
  permissions: readonly string[]
  narrowed: (changes: Query) => string
  onPrevious: (() => void) | undefined
  onNext: (() => void) | undefined
  onClose: () => void
}

export function AuditDrawer({ entry, permissions, narrowed, onPrevious, onNext, onClose }: AuditDrawerInput) {
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
      onPrevious={onPrevious}
      onNext={onNext}
      onClose={onClose}
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
      <KeyValues className="mt-4" pairs={factsOf(entry, permissions)} />
    </Drawer>
  )
}

function withoutRight(actorType: string): string {
  if (actorType === 'provider') return 'The payment provider reported it; it is checked against its own books first.'
  if (actorType === 'system') return 'The system did it as a step of its own work; nobody had to be asked.'
  return 'No right was recorded with it.'
}

function factsOf(entry: AuditEntry, permissions: readonly string[]): (Fact & { id: string })[] {
  const link = (href: string, words: ReactNode, permission: string) =>
    permissions.includes(permission) ? (
      <Link className="link" href={href} prefetch={false}>
        {words}
      </Link>
    ) : (
      words
    )
  const facts: (Fact & { id: string })[] = [
    { id: 'when', label: 'When', value: <Time at={entry.occurredAt} full /> },
    { id: 'actor', label: 'Actor', value: `${entry.actor.name}, ${actorWords[entry.actor.type] ?? entry.actor.type}` },
    { id: 'about', label: subjectWords(entry.subject.type), value: subjectLink(entry, permissions) },
    { id: 'action', label: 'Action', value: <span className="code">{entry.action}</span> },
  ]
  if (entry.reason !== null) facts.push({ id: 'reason', label: 'Reason', value: `“${audit.reason(entry.reason)}”` })
  if (entry.purchaseId !== null && entry.subject.type !== 'purchase') {
    facts.push({
      id: 'order',
      label: 'Order',
      value: link(orders.href(entry.purchaseId), 'Open the order', 'purchase.read'),
    })
  }
  if (entry.runId !== null && entry.subject.id !== entry.runId) {
    facts.push({
      id: 'run',
      label: 'Run',
      value: link(runs.href(entry.runId), <span className="code">{shortId(entry.runId)}</span>, 'workflow.read'),
    })
  }
  if (entry.requestId !== null) {
    facts.push({ id: 'request', label: 'Request', value: <span className="code text-sm">{entry.requestId}</span> })
  }
  return facts
}

const actorWords: Record<string, string> = {
  member: 'a person',
  api_key: 'an API key',
  system: 'the system',
  provider: 'the payment provider',
}

function subjectLink({ subject }: AuditEntry, permissions: readonly string[]): ReactNode {
  const place = placeOf[subject.type]
  if (place === undefined || !permissions.includes(place.permission)) return subject.label
  return (
    <Link className="link" href={place.href(subject.id)} prefetch={false}>
      {subject.label}
    </Link>
  )
}

const placeOf: Record<string, { permission: string; href: (id: string) => string }> = {
  purchase: { permission: 'purchase.read', href: orders.href },
  refund: { permission: 'refund.read', href: (id) => refunds.href(id) },
  workflow_run: { permission: 'workflow.read', href: runs.href },
  import_run: { permission: 'importRun.read', href: importRuns.href },
}
