import type { Currency } from '@mainstay/domain/money/currency'
import { money } from '@mainstay/domain/money/money'
import { cx } from '@/ui/class-names.ts'
import { None, NumberCell, SubLine, Table, TableRegion } from '@/ui/table.tsx'
import { MoneyText } from './money-text.tsx'
import { type Bar, placeBars, type WaterfallKind } from './waterfall-bars.ts'

export type WaterfallRow = {
  key: string
  label: string
  note: string
  kind: WaterfallKind
  total: number
  /** One amount per party, in the order of `parties`. */
  perOrder: readonly number[]
}

type WaterfallInput = {
  /** What the table is, to whoever does not see it. */
  caption: string
  label: string
  /** Over the column of names. */
  heading: string
  currency: Currency
  parties: readonly { id: string; name: string }[]
  steps: readonly WaterfallRow[]
}

const barLook: Record<Bar['look'], string> = {
  balance: 'bg-money',
  outflow: 'bg-money-soft',
  inflow: 'bg-positive',
  undecided: 'hatch',
}

/** A table first; the bars are for eyes and hidden from assistive technology. Amounts in minor units. */
export function Waterfall({ caption, label, heading, currency, parties, steps }: WaterfallInput) {
  const bars = placeBars(steps)
  return (
    <TableRegion label={label}>
      <Table caption={`${caption}, ${currency}`} className="min-w-184 max-md:min-w-144">
        <thead>
          <tr>
            <th scope="col">{heading}</th>
            <td className="max-md:hidden" aria-hidden="true" />
            <th scope="col" className="number">
              Order
            </th>
            {parties.map((party) => (
              <th key={party.id} scope="col" className="number">
                <span className="ml-auto block max-w-28 truncate" title={party.name}>
                  {party.name}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {steps.map((step, row) => {
            const balance = step.kind === 'balance'
            return (
              <tr key={step.key} data-key={balance || undefined}>
                <th scope="row" className="min-w-44 py-1.5! whitespace-normal! max-md:min-w-36">
                  {step.label}
                  {step.note && <SubLine>{step.note}</SubLine>}
                </th>
                <td className="w-[24%] py-1.5! pr-5! max-md:hidden" aria-hidden="true">
                  <span className="relative block h-3">
                    {(bars[row] ?? []).map((bar) => (
                      <span
                        key={bar.look}
                        className={cx('absolute inset-y-0 min-w-0.5 rounded-[2px]', barLook[bar.look])}
                        style={{ left: `${bar.left}%`, width: `${bar.width}%` }}
                      />
                    ))}
                  </span>
                </td>
                <NumberCell>
                  <MoneyText bare change={!balance} money={money(step.total, currency)} />
                </NumberCell>
                {parties.map((party, column) => (
                  <NumberCell key={party.id} className={balance ? undefined : 'text-text-2'}>
                    {step.perOrder[column] ? (
                      <MoneyText bare change={!balance} money={money(step.perOrder[column], currency)} />
                    ) : (
                      <None />
                    )}
                  </NumberCell>
                ))}
              </tr>
            )
          })}
        </tbody>
      </Table>
    </TableRegion>
  )
}
