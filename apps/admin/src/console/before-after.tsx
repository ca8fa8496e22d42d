import type { Currency } from '@mainstay/domain/money/currency'
import { money } from '@mainstay/domain/money/money'
import { sumOf } from '@mainstay/domain/money/sum'
import { Glyph } from '@/ui/glyph.tsx'
import { SubLine } from '@/ui/table.tsx'
import { moneyColumn } from './column.tsx'
import { DetailTable } from './detail-table.tsx'
import { MoneyText } from './money-text.tsx'

export type ImpactRow = { id: string; who: string; note: string; now: number; change: number; after: number }

type BeforeAfterInput = { caption: string; currency: Currency; rows: readonly ImpactRow[] }

/** What a decision changes, in minor units. The first row is the whole; the changes of the others add up to it. */
export function BeforeAfter({ caption, currency, rows }: BeforeAfterInput) {
  const [whole, ...parts] = rows
  const amount = (name: string, of: (row: ImpactRow) => number, look: { className?: string; change?: boolean } = {}) =>
    moneyColumn<ImpactRow>({ id: name, name, currency, of: (row) => money(of(row), currency), ...look })
  if (whole === undefined) return null
  const sum = sumOf(parts, (row) => row.change)
  return (
    <>
      <DetailTable
        label={caption}
        caption={`${caption}, ${currency}`}
        rows={rows}
        rowId={(row) => row.id}
        columns={[
          { id: 'who', name: 'Who', kind: 'rowHeader', className: 'h-11!', cell: (row) => <Who row={row} /> },
          amount('Now', (row) => row.now, { className: 'text-text-2' }),
          amount('Change', (row) => row.change, { className: 'font-medium', change: true }),
          amount('After', (row) => row.after),
        ]}
      />
      <p className="flex flex-wrap items-baseline gap-x-1.5 px-(--gutter) pt-2.5 pb-4 tabular-nums">
        <Glyph shape={sum === whole.change ? 'done' : 'failed'} className="translate-y-px" />
        {parts
          .filter((row) => row.change !== 0)
          .map((row) => (
            <MoneyText key={row.id} bare change money={money(row.change, currency)} />
          ))}
        <span>=</span>
        <span>
          <MoneyText bare money={money(sum, currency)} />.
        </span>
        <span>{sum === whole.change ? 'Balanced.' : 'This is not what the buyer gets. Nothing can be released.'}</span>
      </p>
    </>
  )
}

function Who({ row }: { row: ImpactRow }) {
  return (
    <>
      {row.who}
      <SubLine>{row.note}</SubLine>
    </>
  )
}
