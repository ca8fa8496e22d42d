import type { Money } from '@mainstay/domain/money/money'
import type { RowOf } from '../postgres/statement.ts'

/** Something in a state that is to be left, with no run that would leave it and no person who knows. */
export type Stalled = {
  subject: { type: 'payment' | 'refund'; id: string; label: string }
  purchaseId: string
  atStake: Money
  status: string
}

export const stalledColumns = {
  id: 'uuid',
  status: 'text',
  amount: 'bigint',
  currency: 'text',
  purchase_id: 'uuid',
  number: 'text',
} as const
type StalledRow = RowOf<{ columns: typeof stalledColumns }>

export function stalledFromRow(type: Stalled['subject']['type'], row: StalledRow): Stalled {
  const { id, status, amount, currency, purchase_id: purchaseId, number } = row
  return { subject: { type, id, label: number }, purchaseId, atStake: { amount, currency }, status }
}

// Asked for as sets, and not for each row: Citus joins a tenant's rows with the coordinator's runs no other way.

/** A run about it, or about the other id, is under way, or has stopped so recently that its work item is not there yet. */
export function isWorkedOn(subjectTypes: readonly string[], ...ids: string[]): string {
  return isAmong(
    ids,
    `select run.subject_id from workflow_run run
     where run.tenant_id = $1 and run.subject_type in (${quoted(subjectTypes)}) and (run.status = 'queued'
       or run.status in ('running', 'waiting') or run.status in ('failed', 'blocked') and run.held_reported_at is null)`,
  )
}

/** An open work item is about it, or about a held run that is. */
export function waitsForSomebody(noun: 'payment' | 'refund', ...ids: [id: string, runSubjectId: string]): string {
  const aboutIt = "select item.subject_id from work_item item where item.tenant_id = $1 and item.status = 'open'"
  const aboutItsRun = `select run.subject_id from workflow_run run
    where run.tenant_id = $1 and run.subject_type in (${quoted([noun, 'purchase'])}) and run.id in (
      select item.run_id from work_item item
      where item.tenant_id = $1 and item.status = 'open' and item.kind = 'run_held')`
  return `(${isAmong(ids.slice(0, 1), aboutIt)} or ${isAmong(ids, aboutItsRun)})`
}

function isAmong(ids: readonly string[], set: string): string {
  return `(${ids.map((id) => `${id} in (${set})`).join(' or ')})`
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(', ')
}
