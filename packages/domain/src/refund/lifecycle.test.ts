import { expect, test } from 'vitest'
import { canBecome } from '../lifecycle/lifecycle.ts'
import { refundLifecycle } from './lifecycle.ts'

const { states } = refundLifecycle

test('a refund is sent only after its approval, and again only after it failed', () => {
  expect(states.filter((from) => canBecome(refundLifecycle, from, 'sending'))).toEqual([
    'approved',
    'failed',
    'unknown',
  ])
})

test('what is unknown is never taken back, only learned', () => {
  expect(states.filter((to) => canBecome(refundLifecycle, 'unknown', to))).toEqual(['sending', 'succeeded', 'failed'])
})
