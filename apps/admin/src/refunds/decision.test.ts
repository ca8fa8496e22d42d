import type { Me } from '@mainstay/domain/access/session'
import type { Refund } from '@mainstay/domain/refund/refund'
import { TRPCClientError } from '@trpc/client'
import { describe, expect, test } from 'vitest'
import { checkOfOrder, checksOf, refusedToApprove, refusedToDeny, shortHash } from './decision.ts'

const now = new Date('2026-11-22T09:00:00Z')
const ids = {
  jonas: '01a20460-7a39-77c5-a478-e54ba52dc851',
  maria: '01a20460-7a39-77c5-a478-e54ba52dc852',
  order: '01a20460-7a39-77c5-a478-e54ba52dc853',
}

const refund: Refund = {
  id: '01a20460-7a39-77c5-a478-e54ba52dc850',
  number: 'RF-7KQ2M8XA',
  status: 'requested',
  version: 1,
  purchase: { id: ids.order, number: 'NW-7KQ2M8XA' },
  order: { id: ids.order, number: 'NW-7KQ2M8XA-A', sellerName: 'Kaltmann Werkzeuge GmbH' },
  buyerName: 'Hafen City Facility GmbH',
  amount: { amount: 31_809, currency: 'EUR' },
  reason: 'defective',
  note: 'Two of six fail calibration',
  bearer: 'seller',
  commissionPolicy: 'return',
  origin: 'staff',
  requestedBy: { id: ids.jonas, name: 'Jonas Weber' },
  requestedAt: new Date('2026-11-22T08:00:00Z'),
  decidedBy: null,
  decidedAt: null,
  decisionNote: null,
  dueAt: new Date('2026-11-22T12:00:00Z'),
  expiresAt: new Date('2026-12-06T08:00:00Z'),
  commandHash: '8c1f5d0c4a8a4f1e07a',
  attempt: 0,
  failureReason: null,
  lines: [],
}

function person(id: string, limit: number | undefined, permissions = ['refund.approve', 'refund.deny']): Me {
  return {
    tenant: { id: ids.order, slug: 'nordwind', name: 'Nordwind Supply', currency: 'EUR', timeZone: 'Europe/Berlin' },
    member: { id, name: 'Maria Lindholm', email: 'maria@nordwind.example', title: 'Finance lead' },
    roles: [],
    permissions,
    limits: limit === undefined ? [] : [{ permission: 'refund.approve', limit: { amount: limit, currency: 'EUR' } }],
    session: { expiresAt: now, absoluteExpiresAt: now },
  }
}

describe('the button that releases a refund', () => {
  test('is open to somebody else within their limit', () => {
    expect(refusedToApprove(refund, person(ids.maria, 500_000), now)).toBeUndefined()
  })

  test('says to the requester that somebody else decides, and so does the one that denies', () => {
    expect(refusedToApprove(refund, person(ids.jonas, 500_000), now)?.fact).toBe('You asked for this refund yourself.')
    expect(refusedToDeny(refund, person(ids.jonas, 500_000), now)?.fact).toBe('You asked for this refund yourself.')
  })

  test('names both amounts above a limit, while denying needs none', () => {
    expect(refusedToApprove(refund, person(ids.maria, 25_000), now)?.fact).toBe(
      '318.09 EUR is above your limit of 250.00 EUR.',
    )
    expect(refusedToDeny(refund, person(ids.maria, undefined), now)).toBeUndefined()
  })
})

test('every check is shown, those that hold beside those that do not', () => {
  const checks = checksOf(refund, person(ids.jonas, 25_000), new Date('2026-12-06T08:00:00Z'))
  expect(checks.map(({ shape, words }) => [shape, words])).toEqual([
    ['stopped', 'You asked for it yourself'],
    ['stopped', 'Above your limit of 250.00 EUR'],
    ['stopped', 'The request has lapsed'],
  ])
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
