import { describe, expect, test } from 'vitest'
import type { Approver } from '../access/actor.ts'
import { againstApproving, approveRefund, denyRefund } from './approve.ts'

const now = new Date('2026-11-21T09:00:00Z')
const euros = (amount: number) => ({ amount, currency: 'EUR' })
const [jonas, maria, sofie] = [
  { id: 'jonas', name: 'Jonas Weber' },
  { id: 'maria', name: 'Maria Lindholm' },
  { id: 'sofie', name: 'Sofie Aalto' },
]

function limitedTo(person: { id: string; name: string }, ...limits: { amount: number; currency: string }[]): Approver {
  return { ...person, limits: limits.map((limit) => ({ permission: 'refund.approve', limit })) }
}

const waiting = {
  status: 'requested' as const,
  version: 1,
  amount: euros(31809),
  requestedBy: jonas,
  decidedBy: null,
  expiresAt: new Date('2026-12-05T09:00:00Z'),
}
const mariasLimit = limitedTo(maria, euros(500_000))

describe('releasing a refund', () => {
  test('is for a second person within the limit', () => {
    expect(approveRefund(waiting, mariasLimit, { version: 1, at: now })).toMatchObject({
      ok: true,
      value: { status: 'approved' },
    })
  })

  test('is never for the person who asked, however high the limit', () => {
    expect(approveRefund(waiting, limitedTo(jonas, euros(500_000)), { version: 1, at: now })).toMatchObject({
      refusal: { code: 'refund.own_request' },
    })
  })

  test('is refused above the limit, and allowed at it', () => {
    expect(approveRefund(waiting, limitedTo(sofie, euros(31808)), { version: 1, at: now })).toEqual({
      ok: false,
      refusal: { code: 'refund.over_limit', limit: euros(31808), amount: euros(31809) },
    })
    expect(approveRefund(waiting, limitedTo(sofie, euros(31809)), { version: 1, at: now }).ok).toBe(true)
  })

  test('needs a limit in the currency of the refund: none granted is none at all', () => {
    const inKronor = { amount: 500_000, currency: 'SEK' }
    expect(approveRefund(waiting, limitedTo(sofie, inKronor), { version: 1, at: now })).toMatchObject({
      refusal: { code: 'refund.over_limit', limit: euros(0) },
    })
  })

  test('takes the highest of several limits', () => {
    expect(approveRefund(waiting, limitedTo(sofie, euros(100), euros(40_000)), { version: 1, at: now }).ok).toBe(true)
  })

  test('is refused when the refund is not the one that was looked at', () => {
    expect(approveRefund({ ...waiting, version: 2 }, mariasLimit, { version: 1, at: now })).toMatchObject({
      refusal: { code: 'refund.changed', version: 2 },
    })
  })

  test('is refused from the moment the request lapses', () => {
    expect(approveRefund(waiting, mariasLimit, { version: 1, at: waiting.expiresAt })).toMatchObject({
      refusal: { code: 'refund.approval_expired', expiredAt: waiting.expiresAt },
    })
  })

  test('that somebody has decided names who it was', () => {
    const decided = { ...waiting, status: 'approved' as const, version: 2, decidedBy: sofie }
    expect(approveRefund(decided, mariasLimit, { version: 1, at: now })).toMatchObject({
      refusal: { code: 'refund.not_awaiting_decision', status: 'approved', decidedBy: 'Sofie Aalto' },
    })
  })
})

test('everything that speaks against a release is named, and the first of it is the answer', () => {
  const look = { version: 2, at: waiting.expiresAt }
  expect(againstApproving(waiting, limitedTo(jonas), look).map(({ code }) => code)).toEqual([
    'refund.changed',
    'refund.own_request',
    'refund.approval_expired',
    'refund.over_limit',
  ])
  expect(approveRefund(waiting, limitedTo(jonas), look)).toMatchObject({ refusal: { code: 'refund.changed' } })
  expect(againstApproving(waiting, mariasLimit, { version: 1, at: now })).toEqual([])
})

describe('turning a refund down', () => {
  test('needs no limit, because it releases nothing', () => {
    expect(denyRefund(waiting, limitedTo(sofie), { version: 1, at: now })).toMatchObject({
      ok: true,
      value: { status: 'denied' },
    })
  })

  test('is still possible when the request has lapsed', () => {
    expect(denyRefund({ ...waiting, expiresAt: new Date(0) }, limitedTo(sofie), { version: 1, at: now }).ok).toBe(true)
  })

  test('is not for the person who asked, nor for what was decided or has changed', () => {
    expect(denyRefund(waiting, limitedTo(jonas), { version: 1, at: now })).toMatchObject({
      refusal: { code: 'refund.own_request' },
    })
    expect(
      denyRefund({ ...waiting, status: 'denied', decidedBy: maria }, limitedTo(sofie), { version: 1, at: now }),
    ).toMatchObject({
      refusal: { code: 'refund.not_awaiting_decision', status: 'denied', decidedBy: 'Maria Lindholm' },
    })
    expect(denyRefund(waiting, limitedTo(sofie), { version: 2, at: now })).toMatchObject({
      refusal: { code: 'refund.changed', version: 1 },
    })
  })
})
