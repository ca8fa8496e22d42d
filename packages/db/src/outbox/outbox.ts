import { v7 as newId } from 'uuid'
import { actorId } from '../audit/audit.ts'
import type { Tx } from '../postgres/client.ts'
import { statement } from '../postgres/statement.ts'

export type OutboxEvent = {
  type: string
  version: number
  subject: { type: string; id: string; version: number }
  data: Record<string, unknown>
}

/** Tells the world, if the transaction commits. The order of events is given later, by the relay. */
export async function appendEvent(tx: Tx, { type, version, subject, data }: OutboxEvent): Promise<void> {
  const { actor, at, requestId, runId } = tx.act
  await insertEvent(tx, [
    tx.tenantId,
    newId(),
    type,
    version,
    subject.type,
    subject.id,
    subject.version,
    JSON.stringify(data),
    actor.type,
    actorId(actor),
    requestId ?? runId ?? null,
    at,
  ])
}

const insertEvent = statement(
  { event_id: 'uuid' },
  `with appended as (
    insert into outbox_event (tenant_id, id, type, version, subject_type, subject_id, subject_version, data, actor_type,
      actor_id, correlation_id, occurred_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
  )
  insert into outbox_pending (tenant_id, event_id) values ($1, $2) returning event_id`,
)
