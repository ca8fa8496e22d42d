import type { ReadTx, Tx } from '../postgres/client.ts'
import { settleWorkItem } from '../work-item/work-item.ts'

/** Whether a run about the purchase is under way: one that is held waits for a person and does nothing. */
export async function isWorkedOn(tx: ReadTx, purchaseId: string): Promise<boolean> {
  const run = await runsOf(tx, purchaseId).where('status', 'in', ['queued', 'running', 'waiting']).executeTakeFirst()
  return run !== undefined
}

/** The purchase is over: what was held for a person of it needs nobody any more. */
export async function settleHeldRuns(tx: Tx, purchaseId: string): Promise<void> {
  const runs = await runsOf(tx, purchaseId).where('status', 'in', ['failed', 'blocked']).execute()
  for (const { id: subjectId } of runs) {
    await settleWorkItem(tx, { kind: 'run_held', subjectId, resolution: { code: 'purchase.canceled' } })
  }
}

function runsOf(tx: ReadTx, purchaseId: string) {
  return tx
    .selectFrom('workflow_run')
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .where('subject_type', '=', 'purchase')
    .where('subject_id', '=', purchaseId)
}
