import { type ImportRowRead, parseImportRow } from '@mainstay/domain/import-run/row'
import { asId } from '@mainstay/domain/text/external-id'
import { type ImportFile, recordsAfterHeader } from './import-file.ts'

/** `hidesRows` is a damage under which rows of other orders may lie, so its neighbours cannot be trusted either. */
export type Reading = ImportRowRead & { hidesRows?: boolean }

/** Reads a file row by row, however long it is. */
export async function* readRows(file: ImportFile): AsyncGenerator<Reading> {
  for await (const record of recordsAfterHeader(file)) {
    const { line, text } = record
    if (record.ok) {
      yield parseImportRow(record.cells, { ...file, line })
      continue
    }
    const orderId = orderIdBeforeDamage(text, file)
    const problem = { line, field: 'line', message: record.damage, purchaseExternalId: orderId ?? null }
    yield { ok: false, line, orderId, problems: [problem], hidesRows: record.hidesRows }
  }
}

/** A first field that ends in a delimiter is whole whatever is wrong after it; any other may have been shifted. */
function orderIdBeforeDamage(text: string, { layout, delimiter }: ImportFile): string | undefined {
  if (layout.positions.get('order_id') !== 0) return undefined
  const end = text.startsWith('"') ? text.indexOf(`"${delimiter}`, 1) : text.indexOf(delimiter)
  const first = text.slice(text.startsWith('"') ? 1 : 0, Math.max(end, 0))
  return /["\p{Cc}]/u.test(first) ? undefined : asId(first) || undefined
}
