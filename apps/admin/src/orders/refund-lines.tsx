import { formatAmount } from '@mainstay/domain/money/format'
import { money } from '@mainstay/domain/money/money'
import type { PurchaseOrder } from '@mainstay/domain/purchase/purchase'
import { Checkbox, Input, Problem } from '@/ui/field.tsx'
import { SubLine } from '@/ui/table.tsx'
import {
  amountFor,
  chooseEvery,
  chosenLine,
  isEveryChosen,
  isFree,
  isRefundable,
  type LineDraft,
  untouchedLine,
} from './ask-refund.ts'

type RefundLinesInput = {
  order: PurchaseOrder
  currency: string
  lines: Record<string, LineDraft>
  problem: (field: string) => string | undefined
  onChange: (lines: Record<string, LineDraft>) => void
}

/** The lines of one order to choose from. Choosing a line proposes all that is left of it. */
export function RefundLines({ order, currency, lines, problem, onChange }: RefundLinesInput) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium">Lines</legend>
      {order.lines.length > 1 && (
        <label className="flex items-center gap-3 py-2">
          <Checkbox
            checked={isEveryChosen(order.lines, lines)}
            onChange={() => onChange(chooseEvery(order.lines, lines, currency))}
          />
          All that is left to pay back
        </label>
      )}
      <ul className="border-t">
        {order.lines.map((line) => {
          const written = lines[line.id] ?? untouchedLine
          const change = (changed: Partial<LineDraft>) => onChange({ ...lines, [line.id]: { ...written, ...changed } })
          const error = written.chosen ? problem(line.id) : undefined
          const spent = !isRefundable(line)
          return (
            <li
              key={line.id}
              className="grid grid-cols-[auto_minmax(0,1fr)_5rem_8rem] items-center gap-x-3 gap-y-1.5 border-b border-border-faint py-2 max-sm:grid-cols-[auto_minmax(0,1fr)_6rem]"
            >
              <Checkbox
                aria-label={`Refund ${line.title}`}
                checked={written.chosen}
                disabled={spent}
                aria-invalid={problem('lines') === undefined ? undefined : true}
                onChange={({ target }) => change(target.checked ? chosenLine(line, currency) : untouchedLine)}
              />
              <div className="min-w-0 max-sm:col-span-2">
                <span className="wrap-anywhere">{line.title}</span>
                <SubLine>{spent ? spentWords(line) : `${line.quantity} bought, ${leftOf(line, currency)}`}</SubLine>
              </div>
              <Input
                aria-label={`Pieces of ${line.title}`}
                placeholder="Pieces"
                inputMode="numeric"
                className="text-right tabular-nums max-sm:col-start-2"
                disabled={!written.chosen || (line.kind === 'shipping' && !isFree(line))}
                value={written.quantity}
                onChange={({ target }) =>
                  change({ quantity: target.value, amount: amountFor(line, target.value, currency) })
                }
              />
              <Input
                aria-label={`Amount for ${line.title}, ${currency}`}
                placeholder={`0.00 ${currency}`}
                inputMode="decimal"
                className="text-right tabular-nums"
                aria-invalid={error === undefined ? undefined : true}
                disabled={!written.chosen || isFree(line)}
                value={written.amount}
                onChange={(event) => change({ amount: event.target.value })}
              />
              {error !== undefined && <Problem className="col-span-full justify-end">{error}</Problem>}
            </li>
          )
        })}
      </ul>
      {problem('lines') && <Problem className="mt-1.5">{problem('lines')}</Problem>}
    </fieldset>
  )
}

type Line = PurchaseOrder['lines'][number]

function leftOf(line: Line, currency: string): string {
  if (isFree(line)) return `nothing was paid for them, ${line.returnableUnits} can come back`
  return `${formatAmount(money(line.refundable, currency))} left to pay back`
}

function spentWords(line: Line): string {
  if (isFree(line) && line.returnedUnits > 0) return 'All of it came back'
  return line.captured > 0 ? 'Nothing is left to pay back' : 'Nothing was paid for it'
}
