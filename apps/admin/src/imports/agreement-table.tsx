import type { Currency } from '@mainstay/domain/money/currency'
import { money } from '@mainstay/domain/money/money'
import { MoneyText } from '@/console/money-text.tsx'
import { Glyph } from '@/ui/glyph.tsx'
import { None, NumberCell, SubLine, Table, TableRegion } from '@/ui/table.tsx'
import type { Agreement } from './agreement.ts'

/** Three columns that must agree, and the distance between them. */
export function AgreementTable({ rows, currency }: { rows: readonly Agreement[]; currency: Currency }) {
  return (
    <TableRegion label="File, tables and ledger">
      <Table
        caption={`What the file holds, what the tables hold and what the ledger holds. Amounts in ${currency}.`}
        still
      >
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col" className="number">
              File
            </th>
            <th scope="col" className="number">
              Tables
            </th>
            <th scope="col" className="number">
              Ledger
            </th>
            <th scope="col" className="number">
              Difference
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} data-key={row.id === 'opening' || row.id === 'owed' || undefined}>
              <th scope="row" className="py-1.5! whitespace-normal!">
                {row.label}
                {row.note && <SubLine>{row.note}</SubLine>}
              </th>
              <NumberCell>
                <Figure value={row.file} unit={row.unit} currency={currency} />
              </NumberCell>
              <NumberCell>
                <Figure value={row.tables} unit={row.unit} currency={currency} />
              </NumberCell>
              <NumberCell className={row.ledger === null ? undefined : 'text-money-text'}>
                {row.ledger === null ? <None /> : <Figure value={row.ledger} unit={row.unit} currency={currency} />}
              </NumberCell>
              <NumberCell className={row.difference === 0 ? 'text-text-2' : 'font-semibold text-danger-text'}>
                <span className="inline-flex items-center gap-1.5">
                  <Glyph shape={row.difference === 0 ? 'done' : 'failed'} />
                  <Figure value={row.difference} unit={row.unit} currency={currency} />
                </span>
              </NumberCell>
            </tr>
          ))}
        </tbody>
      </Table>
    </TableRegion>
  )
}

const whole = new Intl.NumberFormat('en-GB')

function Figure({ value, unit, currency }: { value: number; unit: Agreement['unit']; currency: Currency }) {
  return unit === 'money' ? <MoneyText bare money={money(value, currency)} /> : <>{whole.format(value)}</>
}
