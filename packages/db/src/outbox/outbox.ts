import type { Actor } from '@mainstay/domain/access/actor'
import { v7 as newId } from 'uuid'
import { actorId } from '../audit/audit.ts'
import type { Tx } from '../postgres/client.ts'

export type OutboxEvent = {
  type: string
  version: number
  subject: { type: string; id: string; version: number }
  data: Record<string, unknown>
  actor: Actor
  occurredAt: Date
  correlationId?: string | undefined
}

/** Tells the world, if the transaction commits. The order of events is given later, by the relay. */
export async function appendEvent(tx: Tx, event: OutboxEvent): Promise<void> {
  const id = newId()
  const appended = tx
    .insertInto('outbox_event')
    .values({
      tenant_id: tx.tenantId,
      id,
      type: event.type,
      version: event.version,
      subject_type: event.subject.type,
      subject_id: event.subject.id,
      subject_version: event.subject.version,
      data: JSON.stringify(event.data),
      actor_type: event.actor.type,
      actor_id: actorId(event.actor),
      correlation_id: event.correlationId ?? null,
      occurred_at: event.occurredAt,
    })
    .execute()
  const pending = tx.insertInto('outbox_pending').values({ tenant_id: tx.tenantId, event_id: id }).execute()
  await Promise.all([appended, pending])
}
