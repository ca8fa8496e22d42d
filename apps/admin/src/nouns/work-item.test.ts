import type { WorkItem } from '@mainstay/domain/work-item/work-item'
import { expect, test } from 'vitest'
import { heldItem } from '../../test/held-item.ts'
import { nextStep } from './work-item.ts'

const item = heldItem

test('a held run leads to the run', () => {
  expect(nextStep(item, ['workflow.read', 'purchase.read'])?.href).toBe('/runs/019aa000-0000-7000-8000-000000000002')
})

test('who may not read runs is led to the order instead', () => {
  expect(nextStep(item, ['purchase.read'])?.href).toBe('/orders/019aa000-0000-7000-8000-000000000003')
})

test('an item without an order leads nowhere a person may not go', () => {
  expect(nextStep({ ...item, purchaseId: null }, ['purchase.read'])).toBeUndefined()
})

test('a refund that waits leads to its review', () => {
  const refund: WorkItem = { ...item, kind: 'refund_waiting', subject: { ...item.subject, type: 'refund' } }
  expect(nextStep(refund, ['refund.read', 'purchase.read'])).toEqual({
    label: 'Review refund',
    href: '/approvals/refunds/019aa000-0000-7000-8000-000000000002',
  })
})
