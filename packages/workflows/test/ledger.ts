import { raw, type Tx } from '@mainstay/db/postgres/client'
import type { RunRef } from '../src/engine/workflow.ts'

/** Writes to the ledger inside the transaction of a commit. */
export async function book(tx: Tx, run: RunRef, entry: string): Promise<void> {
  await raw(tx, 'insert into ledger (tenant_id, run_id, entry) values ($1, $2, $3)', [run.tenantId, run.id, entry])
}
