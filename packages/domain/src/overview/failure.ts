import type { WorkItemKind } from '../work-item/kind.ts'

/** What did not go as it should have; other work waits because somebody asked for it. */
const failures: ReadonlySet<WorkItemKind> = new Set<WorkItemKind>([
  'payment_unknown',
  'payment_stalled',
  'refund_unknown',
  'refund_stalled',
  'refund_failed',
  'run_held',
  'webhook_contradiction',
  'amount_mismatch',
  'fx_unexpected',
  'ledger_proof',
])

export function isFailure({ kind }: { kind: WorkItemKind }): boolean {
  return failures.has(kind)
}
