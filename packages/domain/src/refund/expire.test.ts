import { expect, test } from 'vitest'
import { expireRefund } from './expire.ts'

const expiresAt = new Date('2026-12-05T09:00:00Z')
const jonas = { id: 'jonas', name: 'Jonas Weber' }
const waiting = {
  id: 'refund',
  number: 'RF-7KQ2M8XA',
  status: 'requested' as const,
  expiresAt,
  amount: { amount: 31_809, currency: 'EUR' },
  purchase: { id: 'purchase', number: 'NW-7KQ2M8XA' },
  order: { id: 'order', number: 'NW-7KQ2M8XA-A', sellerName: 'Blom' },
  requestedBy: jonas,
}

test('a request that nobody decided about in time ends, and whoever asked has it before them', () => {
  expect(expireRefund(waiting, expiresAt)).toMatchObject({
    ok: true,
    value: {
      after: { status: 'expired' },
      queue: {
        settles: [{ kind: 'refund_waiting', subjectId: 'refund', resolution: { code: 'refund.expired' } }],
        opens: [{ kind: 'refund_expired', owner: jonas, atStake: waiting.amount, purchaseId: 'purchase' }],
      },
    },
  })
})

test('a request has all of its time', () => {
  const justBefore = new Date(expiresAt.getTime() - 1)
  expect(expireRefund(waiting, justBefore)).toEqual({
    ok: false,
    refusal: { code: 'refund.not_expired_yet', expiresAt },
  })
})

test('a decision that came first stands', () => {
  expect(expireRefund({ ...waiting, status: 'approved' }, expiresAt)).toEqual({
    ok: false,
    refusal: { code: 'refund.decided_in_time', status: 'approved' },
  })
})
