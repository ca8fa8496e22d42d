import type { StepKind } from './journal-entry.ts'
import type { RunInHand } from './run-in-hand.ts'
import type { StepRow } from './sql.ts'
import type { RetryPolicy, Undo } from './workflow.ts'

/** What a workflow asks of its context. */
export interface Call {
  kind: StepKind
  name: string
  seq: number
  retry: RetryPolicy | undefined
  undo: Undo<unknown> | undefined
}

/** Does what is not recorded yet. `row` is what a previous attempt or claim left. */
export type Perform = (row: StepRow | undefined) => Promise<unknown>

export function rememberUndo(hand: RunInHand, call: Pick<Call, 'name' | 'undo'>, result: unknown): void {
  if (call.undo !== undefined && hand.phase !== 'undo') hand.undos.push({ name: call.name, undo: call.undo, result })
}
