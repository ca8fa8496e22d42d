import { expect, test } from 'vitest'
import { noComponents, untouched } from '../order/line.ts'
import { adoptRefund } from './adopt.ts'

const line = (lineId: string, orderId: string, captured: number) => ({
  ...noComponents,
  ...untouched,
  lineId,
  orderId,
  quantity: 1,
  payable: captured,
  captured,
})
const lines = [line('a', 'o1', 600), line('b', 'o2', 400)]
const paid = { captured: 1000, refunded: 0, refundPending: 0 }
const amountsOf = (amount: number, payment = paid) => {
  const { parts, unexplained } = adoptRefund(amount, payment, lines)
  return [parts.map((part) => [part.orderId, part.lines.map((each) => each.amount)]), unexplained]
}

test('a refund made elsewhere falls on every order by what it still has to give back', () => {
  expect(amountsOf(500)).toEqual([
    [
      ['o1', [300]],
      ['o2', [200]],
    ],
    0,
  ])
})

test('what is more than was paid and is not being refunded already is not explained by any order', () => {
  expect(amountsOf(1300)).toEqual([
    [
      ['o1', [600]],
      ['o2', [400]],
    ],
    300,
  ])
  expect(amountsOf(500, { captured: 1000, refunded: 900, refundPending: 100 })).toEqual([[], 500])
})
