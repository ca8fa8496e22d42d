import type { Currency } from '@mainstay/domain/money/currency'
import { money } from '@mainstay/domain/money/money'
import { Glyph } from '@/ui/glyph.tsx'
import { NumberCell, SubLine, Table, TableRegion } from '@/ui/table.tsx'
import { MoneyText } from './money-text.tsx'

export type ImpactRow = { id: string; who: string; note: string; now: number; change: number; after: number }

type BeforeAfterInput = { caption: string; currency: Currency; rows: readonly ImpactRow[] }

/** What a decision changes, in minor units. The first row is the whole; the changes of the others add up to it. */
export function BeforeAfter({ caption, currency, rows }: BeforeAfterInput) {
  const [whole, ...parts] = rows
  if (whole === undefined) return null
  const sum = parts.reduce((total, row) => total + row.change, 0)
  return (
    <>
      <TableRegion label={caption}>
        <Table caption={`${caption}, ${currency}`} still>
          <thead>
            <tr>
              <th scope="col">Who</th>
              <th scope="col" className="number">
                Now
              </th>
              <th scope="col" className="number">
                Change
              </th>
              <th scope="col" className="number">
                After
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row" className="h-11! py-1! whitespace-normal!">
                  {row.who}
                  <SubLine>{row.note}</SubLine>
                </th>
                <NumberCell className="text-text-2">
                  <MoneyText bare money={money(row.now, currency)} />
                </NumberCell>
                <NumberCell className="font-medium">
                  <MoneyText bare change money={money(row.change, currency)} />
                </NumberCell>
                <NumberCell>
                  <MoneyText bare money={money(row.after, currency)} />
                </NumberCell>
              </tr>
            ))}
          </tbody>
        </Table>
      </TableRegion>
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
