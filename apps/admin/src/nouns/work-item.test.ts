import type { WorkItem } from '@mainstay/domain/work-item/work-item'
import { expect, test } from 'vitest'
import { nextStep } from './work-item.ts'

const item: WorkItem = {
  id: '019aa000-0000-7000-8000-000000000001',
  kind: 'run_held',
  subject: { type: 'workflow_run', id: '019aa000-0000-7000-8000-000000000002', label: 'pay-purchase' },
  purchaseId: '019aa000-0000-7000-8000-000000000003',
  runId: null,
  cause: { code: 'workflow.stopped', step: 'capture payment', detail: 'stripe capture: no answer in time' },
  atStake: null,
  status: 'open',
  owner: null,
  dueAt: new Date(),
  snoozedUntil: null,
  createdAt: new Date(),
  resolution: null,
  resolvedAt: null,
  resolvedBy: null,
  endedBy: null,
  version: 1,
}

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
