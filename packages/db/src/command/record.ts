import { type Action, eventOf } from '@mainstay/domain/audit/action'
import type { Change } from '@mainstay/domain/audit/audit'
import { recordAudit } from '../audit/audit.ts'
import { appendEvent } from '../outbox/outbox.ts'
import type { Tx } from '../postgres/client.ts'

export type RecordedChange = {
  action: Action
  subject: { type: string; id: string; label: string; version: number }
  purchaseId?: string | undefined
  changes?: readonly Change[] | undefined
  /** Instead of the act's own. */
  reason?: string | undefined
  /** What the event tells besides its subject. */
  data: Record<string, unknown>
}

/** Says who changed what: the audit entry and the outbox event of one change, in the transaction of the change. */
export async function recordChange(tx: Tx, change: RecordedChange): Promise<void> {
  const { action, subject, purchaseId, changes = [], reason, data } = change
  await Promise.all([
    recordAudit(tx, { action, subject, purchaseId, changes, reason }),
    appendEvent(tx, {
      type: eventOf(action),
      version: 1,
      subject,
      data: purchaseId === undefined ? data : { ...data, purchaseId },
    }),
  ])
}
