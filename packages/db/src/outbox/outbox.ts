import { v7 as newId } from 'uuid'
import { actorId } from '../audit/audit.ts'
import type { Tx } from '../postgres/client.ts'

export type OutboxEvent = {
  type: string
  version: number
  subject: { type: string; id: string; version: number }
  data: Record<string, unknown>
}

/** Tells the world, if the transaction commits. The order of events is given later, by the relay. */
export async function appendEvent(tx: Tx, event: OutboxEvent): Promise<void> {
  const id = newId()
  const { actor, at, requestId, runId } = tx.act
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
      actor_type: actor.type,
      actor_id: actorId(actor),
      correlation_id: requestId ?? runId ?? null,
      occurred_at: at,
    })
    .execute()
  const pending = tx.insertInto('outbox_pending').values({ tenant_id: tx.tenantId, event_id: id }).execute()
  await Promise.all([appended, pending])
}
