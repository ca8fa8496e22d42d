import { type Dispute } from '@mainstay/domain/dispute/dispute'
import { DisputeStatus } from '@mainstay/domain/dispute/lifecycle'
import type { ReadTx } from '../postgres/client.ts'

/** The disputes of a purchase, newest first. */
export async function listDisputes(tx: ReadTx, purchaseId: string): Promise<Dispute[]> {
  const rows = await tx
    .selectFrom('dispute')
    .select([
      'id',
      'provider_reference',
      'currency',
      'amount',
      'withdrawn',
      'status',
      'reason',
      'evidence_due_at',
      'opened_at',
      'closed_at',
    ])
    .where('tenant_id', '=', tx.tenantId)
    .where('purchase_id', '=', purchaseId)
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    reference: row.provider_reference,
    status: DisputeStatus.parse(row.status),
    reason: row.reason,
    amount: { amount: row.amount, currency: row.currency },
    withdrawn: { amount: row.withdrawn, currency: row.currency },
    evidenceDueAt: row.evidence_due_at,
    openedAt: row.opened_at,
    closedAt: row.closed_at,
  }))
}
