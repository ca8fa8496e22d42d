import type { TimelineEvent } from '@mainstay/domain/audit/audit'
import { sql } from 'kysely'
import type { ReadTx } from '../postgres/client.ts'
import type { VisibleSellers } from '../purchase/orders.ts'

/** The audit log has them all. */
const timelineMax = 200

type About = { purchaseId: string; sellerIds: VisibleSellers } | { subjectIds: readonly string[] }

/**
 * What happened about a purchase, or to any of these things, newest first as it was written. A reader who may see some
 * sellers only is told what happened to the purchase and to their own parts and refunds of it.
 */
export async function listTimeline(tx: ReadTx, about: About): Promise<TimelineEvent[]> {
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
        ? eb.and([eb('purchase_id', '=', about.purchaseId), isShown(about, tx.tenantId)])
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

/** Before it is cut: of a busy purchase the newest entries may all be of other sellers. */
function isShown({ purchaseId, sellerIds }: Extract<About, { purchaseId: string }>, tenantId: string) {
  if (sellerIds === undefined) return sql<boolean>`true`
  return sql<boolean>`(subject_type = 'purchase' or subject_id in (
    select part.id from "order" part
    where part.tenant_id = ${tenantId} and part.purchase_id = ${purchaseId} and part.seller_id = any(${sellerIds}::uuid[])
    union all
    select refund.id from refund join "order" part on part.tenant_id = refund.tenant_id and part.id = refund.order_id
    where refund.tenant_id = ${tenantId} and refund.purchase_id = ${purchaseId} and part.tenant_id = ${tenantId}
      and part.seller_id = any(${sellerIds}::uuid[])))`
}
