import type { RefundVerdict } from '@mainstay/domain/refund/verdict'
import { TRPCClientError } from '@trpc/client'
import { describe, expect, test } from 'vitest'
import { checkOfOrder, checksOf, refusedTo, shortHash, type Verdict } from './decision.ts'

const euros = (amount: number) => ({ amount, currency: 'EUR' })
const ownRequest = { code: 'refund.own_request' } as const
const overLimit = { code: 'refund.over_limit', limit: euros(25_000), amount: euros(31_809) } as const

function said(against: Partial<RefundVerdict> = {}): Verdict & { data: RefundVerdict } {
  return { data: { approve: [], deny: [], limit: euros(500_000), ...against }, error: null }
}

describe('the button that releases a refund', () => {
  test('is open where the api has nothing against it', () => {
    expect(refusedTo('approve', said())).toBeUndefined()
  })

  test('says to the requester that somebody else decides, and so does the one that denies', () => {
    const verdict = said({ approve: [ownRequest], deny: [ownRequest] })
    expect(refusedTo('approve', verdict)?.fact).toBe('You asked for this refund yourself.')
    expect(refusedTo('deny', verdict)?.fact).toBe('You asked for this refund yourself.')
  })

  test('names both amounts above a limit, while denying needs none', () => {
    const verdict = said({ approve: [overLimit], limit: euros(25_000) })
    expect(refusedTo('approve', verdict)?.fact).toBe('318.09 EUR is above your limit of 250.00 EUR.')
    expect(refusedTo('deny', verdict)).toBeUndefined()
  })

  test('is closed until the api has said who may, and where it could not', () => {
    expect(refusedTo('approve', { data: undefined, error: null })?.fact).toBe('Your rights here are being read.')
    const down = TRPCClientError.from(new Error('fetch failed'))
    expect(refusedTo('deny', { data: undefined, error: down })?.fact).toBe('Your rights here could not be read.')
  })
})

test('every check is shown, those that hold beside those that do not', () => {
  const lapsed = { code: 'refund.approval_expired', expiredAt: new Date('2026-12-06T08:00:00Z') } as const
  const { data } = said({ approve: [ownRequest, overLimit, lapsed], limit: euros(25_000) })
  expect(checksOf(data).map(({ shape, words }) => [shape, words])).toEqual([
    ['stopped', 'You asked for it yourself'],
    ['stopped', 'Above your limit of 250.00 EUR'],
    ['stopped', 'The request has lapsed'],
  ])
  expect(checksOf(said().data).map(({ shape }) => shape)).toEqual(['done', 'done', 'done'])
})

describe('the check against the books of the order', () => {
  const refusedFor = (refusal: object) =>
    TRPCClientError.from({
      error: { message: 'refused', code: -32_009, data: { code: 'CONFLICT', httpStatus: 409, refusal } },
    })

  test.each([
    [{ code: 'refund.order_on_hold' }, 'The order is on hold'],
    [{ code: 'refund.nothing_captured' }, 'Nothing of this order has been paid yet'],
    [
      {
        code: 'refund.over_refundable',
        orderLineId: 'l1',
        title: 'Drill',
        refundable: { amount: 50, currency: 'EUR' },
      },
      'Only 0.50 EUR of this line can still be paid back',
    ],
    [{ code: 'refund.not_thought_of' }, 'A rule refused this: refund.not_thought_of'],
  ])('gives the reason of the rule: %o', (refusal, words) => {
    expect(checkOfOrder({ isPending: false, error: refusedFor(refusal) })).toEqual({ shape: 'stopped', words })
  })

  test('claims nothing about the order where no rule spoke', () => {
    const down = TRPCClientError.from(new Error('fetch failed'))
    expect(checkOfOrder({ isPending: false, error: down }).words).toBe('It could not be compared with the order')
    expect(checkOfOrder({ isPending: true, error: null }).words).toBe('Comparing it with the order')
    expect(checkOfOrder({ isPending: false, error: null }).words).toBe('The order still holds this much')
  })
})

test('a hash is shown by its ends', () => {
  expect(shortHash('8c1f5d0c4a8a4f1ee07a')).toBe('8c1f…e07a')
})
