import { differencesWords } from '@mainstay/domain/import-run/difference'
import type { ImportProblem } from '@mainstay/domain/import-run/row'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { rowsInto } from '../postgres/insert-rows.ts'
import { known, statement } from '../postgres/statement.ts'
import type { Differing } from './compare.ts'

/** A purchase that a mended file changed, and in what. */
export type ImportChange = Omit<ImportProblem, 'purchaseExternalId'> & { purchaseExternalId: string }

export function changeOf({ purchase, differences }: Pick<Differing, 'purchase' | 'differences'>): ImportChange {
  const { line, externalId } = purchase
  return { line, field: 'order_id', message: differencesWords(differences), purchaseExternalId: externalId }
}

/** What a run changed, by line: also what it changed before it was killed. */
export async function listImportChanges(tx: ReadTx, importRunId: string): Promise<ImportChange[]> {
  const rows = await selectChanges(tx, [tx.tenantId, importRunId, null])
  return rows.map(({ line, message, external_id }) => ({
    line,
    field: 'order_id',
    message,
    purchaseExternalId: external_id,
  }))
}

export const selectChanges = statement(
  { line: 'int', message: 'text', external_id: known<string>('text?'), purchase_id: 'uuid', number: 'text' },
  `select change.line, change.message, purchase.external_id, change.purchase_id, purchase.number
   from import_change change
   join purchase on purchase.tenant_id = change.tenant_id and purchase.id = change.purchase_id
   where change.tenant_id = $1 and change.import_run_id = $2
   order by change.line
   limit $3::int`,
)

/** A line as it was, with our own ids: those of the old system may be written otherwise some day. */
export type LineBefore = {
  order_id: string
  seller_id: string
  product_id: string | null
  kind: string
  item_id: string | null
  sku: string
  amount: number
}

export type ChangeToRecord = Differing & { id: string; version: number; linesBefore: readonly LineBefore[] }

export function insertChanges(tx: Tx, importRunId: string, changes: readonly ChangeToRecord[]): Promise<void> {
  return insertRows(
    tx,
    changes.map((change) => ({
      id: change.id,
      import_run_id: importRunId,
      purchase_id: change.there.id,
      purchase_version: change.version,
      line: change.purchase.line,
      message: changeOf(change).message,
      lines_before: JSON.stringify(change.linesBefore),
      changed_at: tx.act.at,
    })),
  )
}

const insertRows = rowsInto('import_change', {
  id: 'uuid',
  import_run_id: 'uuid',
  purchase_id: 'uuid',
  purchase_version: 'int',
  line: 'int',
  message: 'text',
  lines_before: 'jsonb',
  changed_at: 'timestamptz',
})
