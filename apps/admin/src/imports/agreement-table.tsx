import type { Currency } from '@mainstay/domain/money/currency'
import { money } from '@mainstay/domain/money/money'
import type { Column } from '@/console/column.tsx'
import { DetailTable } from '@/console/detail-table.tsx'
import { MoneyText } from '@/console/money-text.tsx'
import { formatCount } from '@/ui/count.ts'
import { Glyph } from '@/ui/glyph.tsx'
import { None, SubLine } from '@/ui/table.tsx'
import type { Agreement } from './agreement.ts'

/** Three columns that must agree, and the distance between them. */
export function AgreementTable({ rows, currency }: { rows: readonly Agreement[]; currency: Currency }) {
  const figure = (value: number | null, unit: Agreement['unit']) => {
    if (value === null) return <None />
    return unit === 'money' ? <MoneyText bare money={money(value, currency)} /> : formatCount(value)
  }
  const held = (id: 'file' | 'tables' | 'ledger', name: string): Column<Agreement> => {
    return { id, name, kind: 'number', cell: (row) => figure(row[id], row.unit) }
  }
  const columns: Column<Agreement>[] = [
    { id: 'figure', name: 'Figure', kind: 'rowHeader', cell: nameOf },
    held('file', 'File'),
    held('tables', 'Tables'),
    { ...held('ledger', 'Ledger'), className: 'text-money-text' },
    {
      id: 'difference',
      name: 'Difference',
      kind: 'number',
      cell: ({ difference, unit }) => (
        <span className={difference === 0 ? 'text-text-2' : 'font-semibold text-danger-text'}>
          <Glyph shape={difference === 0 ? 'done' : 'failed'} className="mr-1.5 inline" />
          {figure(difference, unit)}
        </span>
      ),
    },
  ]
  return (
    <DetailTable
      label="File, tables and ledger"
      caption={`What the file holds, what the tables hold and what the ledger holds. Amounts in ${currency}.`}
      columns={columns}
      rows={rows}
      rowId={(row) => row.id}
      isKey={(row) => row.id === 'opening' || row.id === 'owed'}
    />
  )
}

function nameOf({ label, note }: Agreement) {
  return (
    <>
      {label}
      {note && <SubLine>{note}</SubLine>}
    </>
  )
}
