import { expect, test } from 'vitest'
import { noComponents, untouched } from '../order/line.ts'
import { holdDisputed, loseDispute } from './loss.ts'

const line = (lineId: string, orderId: string, captured: number) => ({
  ...noComponents,
  ...untouched,
  lineId,
  orderId,
  quantity: 1,
  payable: captured,
  captured,
})
const order = (id: string) => ({
  id,
  sellerId: `seller of ${id}`,
  returned: 0,
  chargedBack: 0,
  earningStatus: 'pending' as const,
})
const lost = { disputeId: 'd', connectionId: 'stripe', currency: 'EUR' as const, at: new Date('2026-11-26T09:00:00Z') }

test('what is disputed is held back of the lines, and never more than they have left', () => {
  const lines = [line('a', 'o1', 600), { ...line('b', 'o2', 400), returned: 100 }]
  expect(holdDisputed(450, lines).map(({ line: { lineId, disputed }, amount }) => [lineId, disputed, amount])).toEqual([
    ['a', 300, 300],
    ['b', 150, 150],
  ])
  expect(holdDisputed(5000, lines).map(({ amount }) => amount)).toEqual([600, 300])
  expect(holdDisputed(100, [{ ...line('c', 'o1', 100), returned: 100 }])).toEqual([])
})

test('a lost dispute is borne by the sellers of what it held back, and beyond that by the operator', () => {
  const held = [
    { line: line('a', 'o1', 600), amount: 600 },
    { line: line('b', 'o2', 400), amount: 100 },
  ]
  const loss = loseDispute({ ...lost, withdrawn: 750, orders: [order('o1'), order('o2')], held })
  expect(loss.orders.map(({ id, returned, chargedBack }) => [id, returned, chargedBack])).toEqual([
    ['o1', 600, 600],
    ['o2', 100, 100],
  ])
  expect(loss.lines.map(({ lineId, returned }) => [lineId, returned])).toEqual([
    ['a', 600],
    ['b', 100],
  ])
  expect(loss.entries.map(({ kind, orderId }) => [kind, orderId ?? null])).toEqual([
    ['dispute_lost', 'o1'],
    ['dispute_lost', 'o2'],
    ['dispute_lost', null],
  ])
})
