import { expect, test } from 'vitest'
import { learnOfRefund, type RefundFact } from './fact.ts'
import type { RefundStatus } from './lifecycle.ts'

const refund = (status: RefundStatus) => ({
  status,
  attempt: 1,
  failureReason: status === 'failed' ? 'card closed' : null,
  amount: { amount: 1190, currency: 'EUR' },
  stored: { providerRefundReference: null },
})
const nothing = { isSettled: false, hasBounced: false, isOfEarlierAttempt: false }
const succeeded: RefundFact = { status: 'succeeded', reference: 're_1' }
const pending: RefundFact = { status: 'pending', reference: 're_1' }
const failed: RefundFact = { status: 'failed', reference: null, reason: 'expired card' }

test('a refund that the provider paid is settled once', () => {
  expect(learnOfRefund(refund('sending'), succeeded, nothing)).toMatchObject({
    move: 'succeed',
    money: { kind: 'refunded', amount: 1190, unexplained: 0 },
    after: { status: 'succeeded', stored: { providerRefundReference: 're_1' } },
  })
  const again = { ...nothing, isSettled: true }
  expect(learnOfRefund(refund('succeeded'), succeeded, again)).toEqual({ outcome: 'already_applied' })
  expect(learnOfRefund(refund('sending'), succeeded, again), 'pending before').toMatchObject({
    move: 'succeed',
    money: undefined,
  })
})

test('the provider has the money of a pending one, which still counts as being sent', () => {
  expect(learnOfRefund(refund('unknown'), pending, nothing)).toMatchObject({
    move: 'accept',
    money: { kind: 'refunded' },
    after: { status: 'sending' },
  })
  const late = { ...nothing, isSettled: true }
  expect(learnOfRefund(refund('succeeded'), pending, late), 'told late').toEqual({ outcome: 'already_applied' })
})

test('one that was taken for failed and was paid all the same claims its money again', () => {
  expect(learnOfRefund(refund('failed'), succeeded, nothing)).toMatchObject({
    claimsAgain: true,
    after: { failureReason: null },
  })
})

test('a refund fails before its money left, or bounces after', () => {
  expect(learnOfRefund(refund('sending'), failed, nothing)).toMatchObject({
    move: 'fail',
    money: { kind: 'refund_failed' },
  })
  expect(learnOfRefund(refund('succeeded'), failed, { ...nothing, isSettled: true })).toMatchObject({
    money: { kind: 'refund_bounced', amount: 1190 },
    after: { status: 'failed', failureReason: 'expired card' },
  })
  expect(learnOfRefund(refund('failed'), failed, nothing)).toEqual({ outcome: 'already_applied' })
})

test('what contradicts our books is for a person: money for a refund nobody sent, or that has come back', () => {
  expect(learnOfRefund({ ...refund('approved'), attempt: 0 }, succeeded, nothing)).toEqual({ outcome: 'contradicted' })
  const bounced = { ...nothing, isSettled: true, hasBounced: true }
  expect(learnOfRefund(refund('failed'), succeeded, bounced)).toEqual({ outcome: 'contradicted' })
})

test('what is said of an earlier attempt says nothing of this one', () => {
  const earlier = { ...nothing, isOfEarlierAttempt: true }
  expect(learnOfRefund(refund('sending'), failed, earlier)).toEqual({ outcome: 'already_applied' })
})

test('what the provider sent is what is settled: less leaves the rest promised, more is in suspense', () => {
  expect(learnOfRefund(refund('sending'), { ...succeeded, amount: 1000 }, nothing)).toMatchObject({
    money: { kind: 'refunded', amount: 1000, unexplained: 0 },
  })
  expect(learnOfRefund(refund('sending'), { ...succeeded, amount: 1200 }, nothing)).toMatchObject({
    money: { kind: 'refunded', amount: 1190, unexplained: 10 },
  })
})

test('what went out is what comes back', () => {
  const settled = { amount: 1190, unexplained: 10 }
  expect(learnOfRefund(refund('succeeded'), failed, { ...nothing, isSettled: true, settled })).toMatchObject({
    money: { kind: 'refund_bounced', ...settled },
  })
})
