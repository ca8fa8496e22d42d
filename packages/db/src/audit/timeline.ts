import type { TimelineEvent } from '@mainstay/domain/audit/audit'
import type { ReadTx } from '../postgres/client.ts'

/** The audit log has them all. */
const timelineMax = 200

/** What happened about a purchase, or to any of these things, newest first as it was written. */
export async function listTimeline(
  tx: ReadTx,
  about: { purchaseId: string } | { subjectIds: readonly string[] },
): Promise<TimelineEvent[]> {
  const rows = await tx
    .selectFrom('audit_entry')
    .select([
      'id',
      'occurred_at',
      'actor_type',
      'actor_name',
      'action',
      'subject_type',
      'subject_id',
      'subject_label',
      'reason',
    ])
    .where('tenant_id', '=', tx.tenantId)
    .where((eb) =>
      'purchaseId' in about
        ? eb('purchase_id', '=', about.purchaseId)
        : eb('subject_id', '=', eb.fn.any(eb.val([...about.subjectIds]))),
    )
    // As it was written: the clocks of two writers may tell it the other way round.
    .orderBy('position', (nulls) => nulls.desc().nullsLast())
    .orderBy('occurred_at', 'desc')
    .orderBy('id', 'desc')
    .limit(timelineMax)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    at: row.occurred_at,
    actor: { type: row.actor_type, name: row.actor_name },
    action: row.action,
    subject: { type: row.subject_type, id: row.subject_id, label: row.subject_label },
    reason: row.reason,
  }))
}
