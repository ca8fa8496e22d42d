import { expect, test } from 'vitest'
import { isFinal } from '../lifecycle/lifecycle.ts'
import { sellerLifecycle } from './lifecycle.ts'
import { awaitsReview, moveRequirement, moveSeller } from './seller.ts'

const [lena, maria] = [
  { id: 'lena', name: 'Lena Brandt' },
  { id: 'maria', name: 'Maria Lindholm' },
]
const accepted = { kind: 'identity', status: 'accepted' as const }
const at = new Date('2026-11-26T09:00:00Z')
const inReview = {
  status: 'in_review' as const,
  version: 3,
  submittedBy: lena,
  submittedAt: at,
  reviewDueAt: at,
  reason: null,
  requirements: [accepted],
}

test('a seller is taken on by somebody else than who put them forward', () => {
  expect(moveSeller(inReview, maria, { move: 'approve', version: 3, at })).toMatchObject({
    value: { status: 'active' },
  })
  expect(moveSeller(inReview, lena, { move: 'approve', version: 3, at })).toEqual({
    ok: false,
    refusal: { code: 'seller.own_application' },
  })
})

test('a seller is not taken on while a document is missing, unless it was waived', () => {
  const missing = { ...inReview, requirements: [accepted, { kind: 'tax_certificate', status: 'submitted' as const }] }
  expect(moveSeller(missing, maria, { move: 'approve', version: 3, at })).toEqual({
    ok: false,
    refusal: { code: 'seller.requirements_open', kinds: ['tax_certificate'] },
  })
  const waived = { ...inReview, requirements: [accepted, { kind: 'tax_certificate', status: 'waived' as const }] }
  expect(moveSeller(waived, maria, { move: 'approve', version: 3, at }).ok).toBe(true)
})

test('who put them forward may still turn them down or ask for more', () => {
  expect(moveSeller(inReview, lena, { move: 'reject', version: 3, at }).ok).toBe(true)
  expect(moveSeller(inReview, lena, { move: 'requestInfo', version: 3, at }).ok).toBe(true)
})

test('a move is refused from the wrong state, and for a seller that changed since it was looked at', () => {
  expect(moveSeller({ ...inReview, status: 'draft' }, maria, { move: 'approve', version: 3, at })).toEqual({
    ok: false,
    refusal: { code: 'seller.not_possible', status: 'draft', move: 'approve' },
  })
  expect(moveSeller(inReview, maria, { move: 'approve', version: 2, at })).toEqual({
    ok: false,
    refusal: { code: 'seller.changed', version: 3 },
  })
})

test('only a seller who was turned down or terminated is at an end', () => {
  expect(sellerLifecycle.states.filter((state) => isFinal(sellerLifecycle, state))).toEqual(['rejected', 'terminated'])
})

test('a clock runs while somebody has to decide', () => {
  expect(sellerLifecycle.states.filter(awaitsReview)).toEqual(['submitted', 'in_review'])
})

test('handing in starts the clock and names who did it, and a decision stops it', () => {
  const draft = { ...inReview, status: 'draft' as const, submittedBy: null, submittedAt: null, reviewDueAt: null }
  expect(moveSeller(draft, lena, { move: 'submit', version: 3, at })).toMatchObject({
    value: { submittedBy: lena, submittedAt: at, reviewDueAt: new Date('2026-11-29T09:00:00Z') },
  })
  expect(moveSeller(inReview, maria, { move: 'reject', version: 3, at, reason: 'no register' })).toMatchObject({
    value: { reviewDueAt: null, reason: 'no register' },
  })
})

const requirement = {
  id: 'r',
  kind: 'identity',
  document: 'DMS-17',
  reason: 'blurred',
  decidedBy: maria,
  decidedAt: at,
  version: 2,
}

test('a document that was rejected is brought again and waits for a decision again', () => {
  const rejected = { ...requirement, status: 'rejected' as const }
  expect(moveRequirement(rejected, lena, { move: 'submit', version: 2, at, document: 'DMS-18' })).toMatchObject({
    value: { status: 'submitted', document: 'DMS-18', reason: null, decidedBy: null, decidedAt: null },
  })
})

test('a document that was accepted is done with', () => {
  const done = { ...requirement, status: 'accepted' as const }
  expect(moveRequirement(done, maria, { move: 'waive', version: 2, at })).toMatchObject({
    refusal: { code: 'sellerRequirement.not_possible' },
  })
})
