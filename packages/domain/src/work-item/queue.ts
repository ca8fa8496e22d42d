import type { Money } from '../money/money.ts'
import type { WorkItemCause } from './cause.ts'
import type { WorkItemKind } from './kind.ts'
import type { WorkItemResolution } from './resolution.ts'

/** Something to be put before a person. */
export type WorkItemToOpen = {
  kind: WorkItemKind
  subject: { type: string; id: string; label: string }
  purchaseId?: string | undefined
  /** Instead of the act's own. */
  runId?: string | undefined
  cause: WorkItemCause
  atStake?: Money | undefined
  /** Whose it is from the beginning; else whoever takes it. */
  owner?: { id: string; name: string } | undefined
  dueAt: Date
}

/** What was open of this kind for the subject is over. */
export type WorkItemToSettle = { kind: WorkItemKind; subjectId: string; resolution: WorkItemResolution }

/** What a decision asks of people, and what it answers for them. */
export type QueueChanges = { opens: readonly WorkItemToOpen[]; settles: readonly WorkItemToSettle[] }

export const nothingQueued: QueueChanges = { opens: [], settles: [] }

/** By when an item wants somebody. */
export function hoursAfter(at: Date, hours: number): Date {
  return new Date(at.getTime() + hours * 3_600_000)
}
