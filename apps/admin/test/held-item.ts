import type { WorkItem } from '@mainstay/domain/work-item/work-item'

/** An item that nobody has taken: a run that stopped. */
export const heldItem: WorkItem = {
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
