import * as z from 'zod'

export const WorkItemKind = z.enum([
  'payment_unknown',
  'payment_stalled',
  'refund_unknown',
  'refund_stalled',
  'refund_failed',
  'refund_waiting',
  'refund_expired',
  'run_held',
  'cancel_too_late',
  'webhook_contradiction',
  'external_action',
  'amount_mismatch',
  'fx_unexpected',
  'dispute_open',
  'seller_review',
  'ledger_proof',
])
export type WorkItemKind = z.infer<typeof WorkItemKind>

/** What ends an item: a decision about its subject, a fact that comes in, or a person who says how it ended. */
export const WorkItemEnding = z.enum(['decision', 'fact', 'person'])
export type WorkItemEnding = z.infer<typeof WorkItemEnding>

type Kind = {
  ends: readonly WorkItemEnding[]
  /** Its clock is somebody else's, who does not wait. */
  deadline?: true
}

/**
 * What is stalled ends by a fact only: taken off by hand, it would be found again within the minute; books that are wrong,
 * with the next proof. What is unknown a person may end with evidence; as long as the books do not have it, it comes back
 * as stalled.
 */
export const workItemKinds: Record<WorkItemKind, Kind> = {
  payment_unknown: { ends: ['fact', 'person'] },
  payment_stalled: { ends: ['fact'] },
  refund_unknown: { ends: ['fact', 'person'] },
  refund_stalled: { ends: ['fact'] },
  refund_failed: { ends: ['fact', 'person'] },
  refund_waiting: { ends: ['decision'] },
  refund_expired: { ends: ['person'] },
  run_held: { ends: ['fact', 'person'] },
  cancel_too_late: { ends: ['person'] },
  webhook_contradiction: { ends: ['person'] },
  external_action: { ends: ['person'] },
  amount_mismatch: { ends: ['person'] },
  fx_unexpected: { ends: ['person'] },
  dispute_open: { ends: ['fact'], deadline: true },
  seller_review: { ends: ['decision'] },
  ledger_proof: { ends: ['fact'] },
}
