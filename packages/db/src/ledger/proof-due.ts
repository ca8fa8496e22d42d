import { type LedgerProof, nextProofAt, proofGivenUpAt, proofOverdueSince } from '@mainstay/domain/ledger/proof'
import { sql } from 'kysely'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { statement } from '../postgres/statement.ts'

/** Takes the proof of this tenant that is due: false where none is, or another worker has it. */
export async function takeDueProof(tx: Tx): Promise<boolean> {
  const taken = await upsertDue(tx, [tx.tenantId, tx.act.at, proofGivenUpAt(tx.act.at)])
  return taken.length > 0
}

const upsertDue = statement(
  { tenant_id: 'uuid' },
  `insert into ledger_proof (tenant_id, due_at, created_at) values ($1, $3, $2)
   on conflict (tenant_id) do update set due_at = $3 where ledger_proof.due_at <= $2
   returning tenant_id`,
)

export async function saveProof(tx: Tx, { entries, balances, sides }: LedgerProof): Promise<void> {
  await tx
    .updateTable('ledger_proof')
    .set({
      proved_at: tx.act.at,
      due_at: nextProofAt(tx.act.at),
      entries,
      breaches: balances.length + sides.length,
    })
    .where('tenant_id', '=', tx.tenantId)
    .execute()
}

/** Since when nobody has proved the books, where that is too long. */
export async function findOverdueProof(tx: ReadTx, now: Date): Promise<Date | undefined> {
  const last = sql<Date>`coalesce(proved_at, created_at)`
  const row = await tx
    .selectFrom('ledger_proof')
    .select(last.as('since'))
    .where('tenant_id', '=', tx.tenantId)
    .where(last, '<', proofOverdueSince(now))
    .executeTakeFirst()
  return row?.since
}

/** What people were asked because a proof failed, and what about. */
export async function listUnprovedSubjects(tx: ReadTx): Promise<string[]> {
  const rows = await tx
    .selectFrom('work_item')
    .select('subject_id')
    .where('tenant_id', '=', tx.tenantId)
    .where('kind', '=', 'ledger_proof')
    .where('status', '=', sql.lit('open'))
    .execute()
  return rows.map((row) => row.subject_id)
}
