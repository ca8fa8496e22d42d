import { expect, test } from 'vitest'
import { explainPurchase } from './explanation.ts'

const [hammer, drill] = [{ id: 'order-a' }, { id: 'order-b' }]

const captureOf = (orderId: string, paid: number, funding: number, commission: number, tax: number) => ({
  kind: 'capture',
  orderId,
  sourceType: 'capture',
  sourceId: 'c1',
  postings: [
    { account: 'provider_clearing' as const, amount: paid },
    { account: 'campaign_funding' as const, amount: funding },
    { account: 'commission_revenue' as const, amount: -commission },
    { account: 'tax_payable_commission' as const, amount: -tax },
    { account: 'seller_pending' as const, amount: -(paid + funding - commission - tax) },
  ],
})
const sales = [captureOf('order-a', 15201, 676, 1668, 317), captureOf('order-b', 7199, 320, 790, 150)]

test('what the buyer paid, less what was taken, is what the sellers earned', () => {
  const { steps, difference } = explainPurchase([hammer, drill], sales, [])
  expect(steps.map(({ key, total, perOrder }) => [key, total, perOrder])).toEqual([
    ['paid', 22400, [15201, 7199]],
    ['commission', -2458, [-1668, -790]],
    ['commission_tax', -467, [-317, -150]],
    ['funding', 996, [676, 320]],
    ['earned', 20471, [13892, 6579]],
  ])
  expect(difference).toBe(0)
})

test('a released refund lowers what is payable to its seller only', () => {
  const committed = {
    kind: 'refund_committed',
    orderId: 'order-a',
    sourceType: 'refund',
    sourceId: 'r1',
    postings: [
      { account: 'refund_payable' as const, amount: -3333 },
      { account: 'commission_revenue' as const, amount: 387 },
      { account: 'seller_pending' as const, amount: 2946 },
    ],
  }
  const refund = { id: 'r1', number: 'RF-1', orderId: 'order-a', amount: 3333, undecidedSellerChange: null }
  const { steps } = explainPurchase([hammer, drill], [...sales, committed], [refund])
  expect(steps.find((row) => row.key === 'refund:r1')?.perOrder).toEqual([-2946, 0])
  expect(steps.at(-1)).toMatchObject({ key: 'payable', perOrder: [13892 - 2946, 6579] })
})

test('an undecided refund is shown but takes nothing yet', () => {
  const refund = { id: 'r1', number: 'RF-1', orderId: 'order-b', amount: 100, undecidedSellerChange: -84 }
  const { steps } = explainPurchase([hammer, drill], sales, [refund])
  expect(steps.find((row) => row.kind === 'undecided')?.perOrder).toEqual([0, -84])
  expect(steps.at(-1)?.total).toBe(20471)
})

test('a posting on an account the waterfall does not know shows as a difference', () => {
  const strange = {
    ...captureOf('order-a', 0, 0, 0, 0),
    postings: [
      { account: 'provider_clearing' as const, amount: 10 },
      { account: 'goodwill' as const, amount: -10 },
    ],
  }
  expect(explainPurchase([hammer], [strange], []).difference).toBe(10)
})
