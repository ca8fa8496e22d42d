import type { Money } from '@mainstay/domain/money'

/** Something in a state that is to be left, with no run that would leave it and no person who knows. */
export type Stalled = {
  subject: { type: 'payment' | 'refund'; id: string; label: string }
  purchaseId: string
  atStake: Money
  status: string
}

/** A run about it is under way, or has stopped so recently that its work item is not there yet. */
export function isWorkedOn(isAbout: string): string {
  return `exists (select from workflow_run run where run.tenant_id = $1 and ${isAbout}
    and (run.status in ('queued', 'running', 'waiting') or run.status in ('failed', 'blocked') and run.held_reported_at is null))`
}

/** An open work item is about it, or about a held run that is. */
export function waitsForSomebody(noun: 'payment' | 'refund', ...ids: [id: string, runSubjectId: string]): string {
  const [id, runSubjectId] = ids
  return `exists (select from work_item item
    left join workflow_run run on run.tenant_id = item.tenant_id and run.id = item.run_id and item.kind = 'run_held'
    where item.tenant_id = $1 and item.status = 'open' and (item.subject_id = ${id}
      or run.subject_type in ('${noun}', 'purchase') and run.subject_id in (${id}, ${runSubjectId})))`
}
