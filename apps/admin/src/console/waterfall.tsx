'use client'
import type { Currency } from '@mainstay/domain/money/currency'
import { money } from '@mainstay/domain/money/money'
import { useState } from 'react'
import { cx } from '@/ui/class-names.ts'
import { Select } from '@/ui/field.tsx'
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

/** Beside more sellers there is no room for bars. */
const partiesWithBars = 3

/**
 * A table first; the bars are for eyes and hidden from assistive technology. Amounts in minor units. On a phone one
 * column is chosen, so that an order of many sellers needs no scrolling sideways.
 */
export function Waterfall({ caption, label, heading, currency, parties, steps }: WaterfallInput) {
  const [chosen, setChosen] = useState('order')
  const bars = parties.length <= partiesWithBars ? placeBars(steps) : undefined
  const onlyIf = (id: string) => (chosen === id ? 'max-md:pr-(--gutter)' : 'max-md:hidden')
  return (
    <TableRegion label={label}>
      {parties.length > 1 && (
        <Select
          aria-label={`Column of ${label.toLowerCase()}`}
          className="mx-(--gutter) mb-2 w-[calc(100%-2*var(--gutter))]! md:hidden"
          value={chosen}
          onChange={(event) => setChosen(event.target.value)}
        >
          <option value="order">The whole order</option>
          {parties.map((party) => (
            <option key={party.id} value={party.id}>
              {party.name}
            </option>
          ))}
        </Select>
      )}
      <Table caption={`${caption}, ${currency}`}>
        <thead>
          <tr>
            <th scope="col">{heading}</th>
            {bars && <td className="max-md:hidden" aria-hidden="true" />}
            <th scope="col" className={cx('number', onlyIf('order'))}>
              Order
            </th>
            {parties.map((party) => (
              <th key={party.id} scope="col" className={cx('number', onlyIf(party.id))}>
                <span className="ml-auto block max-w-26 truncate" title={party.name}>
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
                <th scope="row" className="min-w-36 py-1.5! whitespace-normal!">
                  {step.label}
                  {step.note && <SubLine>{step.note}</SubLine>}
                </th>
                {bars && (
                  <td className="w-[24%] py-1.5! pr-5! max-md:hidden" aria-hidden="true">
                    <Bars bars={bars[row] ?? []} />
                  </td>
                )}
                <NumberCell className={onlyIf('order')}>
                  <MoneyText bare change={!balance} money={money(step.total, currency)} />
                </NumberCell>
                {parties.map((party, column) => (
                  <NumberCell key={party.id} className={cx(!balance && 'text-text-2', onlyIf(party.id))}>
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

function Bars({ bars }: { bars: readonly Bar[] }) {
  return (
    <span className="relative block h-3">
      {bars.map((bar) => (
        <span
          key={bar.look}
          className={cx('absolute inset-y-0 min-w-0.5 rounded-[2px]', barLook[bar.look])}
          style={{ left: `${bar.left}%`, width: `${bar.width}%` }}
        />
      ))}
    </span>
  )
}
