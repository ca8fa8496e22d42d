import { describe, expect, test } from 'vitest'
import { withIds, workedExamples } from '../../test/worked-example.ts'
import type { FrozenLine } from '../order/line.ts'
import { accountName, type JournalEntry } from './journal-entry.ts'

describe.each(workedExamples())('worked example $number, $title', ({ lines, printedLines, steps }) => {
  test('the lines are frozen as printed', () => {
    const positions = new Map<string, number>()
    const frozen = lines.map(({ orderId, sellerId, line }, index) => {
      const position = (positions.get(orderId) ?? 0) + 1
      positions.set(orderId, position)
      const columns = printedLines[index]?.split(' | ').length ?? 0
      return cellsOf(line, `${orderId} (${sellerId})`, position).slice(0, columns).join(' | ')
    })
    expect(frozen).toEqual(printedLines)
  })

  test('every step posts as printed and leaves the balances as printed', () => {
    const balances: Record<string, number> = {}
    for (const step of steps) {
      expect(step.entry?.kind ?? null, step.title).toBe(step.kind)
      expect(step.entry?.effectKey ?? null, step.title).toBe(step.key)
      expect(postingsByName(step.entry), step.title).toEqual(step.postings)
      for (const [account, amount] of Object.entries(postingsByName(step.entry))) {
        const balance = (balances[account] ?? 0) + amount
        if (balance === 0) delete balances[account]
        else balances[account] = balance
      }
      expect(balances, step.title).toEqual(step.balances)
    }
  })

  test('no effect is posted twice', () => {
    const keys = steps.flatMap((step) => step.entry?.effectKey ?? [])
    expect(new Set(keys).size).toBe(keys.length)
  })
})

test('an example is told with real ids by renaming its orders, sellers and sources', () => {
  const captured = workedExamples()[0]?.steps[1]?.entry
  if (captured === undefined) throw new Error('Example 1 has no capture')
  const renamed = withIds(captured, (name) => `id-of-${name}`)
  expect(renamed).toMatchObject({ orderId: 'id-of-o1', sellerId: 'id-of-A', sourceId: 'id-of-c1' })
  expect(postingsByName(renamed)['seller_pending:id-of-A']).toBe(-13892)
  expect(renamed.effectKey).toBe('capture:c1:o1')
})

function postingsByName(entry: JournalEntry | undefined): Record<string, number> {
  return Object.fromEntries(entry?.postings.map(({ account, amount }) => [accountName(account), amount]) ?? [])
}

/** The row of the printed table: the last three columns appear only where the operator sells. */
function cellsOf(line: FrozenLine, order: string, position: number): (string | number)[] {
  const units = line.quantity > 1 ? ` ×${line.quantity}` : ''
  const shipping = line.kind === 'shipping' ? ' ship' : ''
  return [
    order,
    `${position}${units}${shipping}`,
    line.list,
    line.discountSeller,
    line.discountOperator,
    line.taxBase,
    line.tax,
    line.payable,
    line.funding,
    line.sellerGross,
    line.commissionBase,
    line.commission,
    line.commissionTax,
    line.sellerNet,
    line.taxOperator,
    line.supplyTax,
    line.operatorIncome,
  ]
}
