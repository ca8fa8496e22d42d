import { type ImportedPurchase, importedPurchase } from '@mainstay/domain/import-run/purchase'
import type { ImportRow } from '@mainstay/domain/import-run/row'
import type { ImportFile } from './import-file.ts'
import { readRows } from './read-rows.ts'

/** The second reading: purchases whose rows are all good, one after the other. */
export async function* acceptedPurchases(
  file: ImportFile,
  rejected: ReadonlySet<string>,
): AsyncGenerator<ImportedPurchase> {
  let rows: ImportRow[] = []
  for await (const reading of readRows(file)) {
    if (!reading.ok || rejected.has(reading.row.orderId)) continue
    if (rows[0] !== undefined && rows[0].orderId !== reading.row.orderId) {
      yield importedPurchase(rows)
      rows = []
    }
    rows.push(reading.row)
  }
  if (rows.length > 0) yield importedPurchase(rows)
}

/** Up to `size` at a time. */
export async function* inBatches<T>(each: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = []
  for await (const item of each) {
    batch.push(item)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
