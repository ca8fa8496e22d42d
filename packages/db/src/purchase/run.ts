import { type ReadTx, raw, type Tx } from '../postgres/client.ts'
import { settleWorkItem } from '../work-item/work-item.ts'

/** Whether a run about the purchase is under way: one that is held waits for a person and does nothing. */
export async function isWorkedOn(tx: ReadTx, purchaseId: string): Promise<boolean> {
  const [run] = await raw<{ id: string }>(
    tx,
    `select id from workflow_run where tenant_id = $1 and subject_type = 'purchase' and subject_id = $2
       and status in ('queued', 'running', 'waiting') limit 1`,
    [tx.tenantId, purchaseId],
  )
  return run !== undefined
}

/** The purchase is over: what was held for a person of it needs nobody any more. */
export async function settleHeldRuns(tx: Tx, purchaseId: string): Promise<void> {
  const runs = await raw<{ id: string }>(
    tx,
    `select id from workflow_run where tenant_id = $1 and subject_type = 'purchase' and subject_id = $2
       and status in ('failed', 'blocked')`,
    [tx.tenantId, purchaseId],
  )
  for (const { id: subjectId } of runs) {
    const resolution = 'The purchase was cancelled'
    await settleWorkItem(tx, { kind: 'run_held', subjectId, resolution })
  }
}
