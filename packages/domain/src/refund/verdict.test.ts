import { expect, test } from 'vitest'
import { refundVerdict } from './verdict.ts'

const now = new Date('2026-11-21T09:00:00Z')
const euros = (amount: number) => ({ amount, currency: 'EUR' })
const maria = {
  id: 'maria',
  name: 'Maria Lindholm',
  limits: [{ permission: 'refund.approve', limit: euros(500) }],
}
const waiting = {
  status: 'requested' as const,
  version: 1,
  amount: euros(400),
  order: { sellerName: 'Blom' },
  requestedBy: { id: 'jonas', name: 'Jonas Weber' },
  decidedBy: null,
  expiresAt: new Date('2026-12-05T09:00:00Z'),
}
const look = { version: 1, at: now }

test('nothing speaks against what is theirs to decide, and their limit is said', () => {
  const verdict = refundVerdict(waiting, { approver: maria, mayApprove: true, mayDeny: true }, look)
  expect(verdict).toEqual({ approve: [], deny: [], limit: euros(500) })
})

test('a right that does not reach the seller is said first, beside all else that speaks against it', () => {
  const stranger = { ...maria, limits: [] }
  const verdict = refundVerdict(waiting, { approver: stranger, mayApprove: false, mayDeny: false }, look)
  expect(verdict).toEqual({
    approve: [
      { code: 'refund.out_of_reach', seller: 'Blom' },
      { code: 'refund.over_limit', limit: euros(0), amount: euros(400) },
    ],
    deny: [{ code: 'refund.out_of_reach', seller: 'Blom' }],
    limit: euros(0),
  })
})

test('each decision has its own answer: turning down needs no limit', () => {
  const dear = { ...waiting, amount: euros(501) }
  const { approve, deny } = refundVerdict(dear, { approver: maria, mayApprove: true, mayDeny: true }, look)
  expect([approve.map(({ code }) => code), deny]).toEqual([['refund.over_limit'], []])
})
