import { type Attempt, afterFailure, nextAttempt, notYetDue } from './attempt.ts'
import { type Call, rememberUndo } from './call.ts'
import { toRecorded } from './recorded-value.ts'
import { HALT, type RunInHand } from './run-in-hand.ts'
import type { StepRow } from './sql.ts'
import type { StepBody } from './workflow.ts'

export async function performStep(
  hand: RunInHand,
  call: Call,
  row: StepRow | undefined,
  { body, timeoutMs }: { body: StepBody<unknown>; timeoutMs?: number },
): Promise<unknown> {
  if (notYetDue(hand, call, row)) return HALT
  // What this step builds on must be durable first.
  await hand.writes.flush()
  if (hand.halted) return HALT
  if (hand.stopping || hand.closing) return HALT
  if (performance.now() > hand.leaseEnd) {
    hand.halt()
    return HALT
  }
  const attempt = nextAttempt(call, row)
  try {
    return await tryStep(hand, call, attempt, { body, ...(timeoutMs === undefined ? {} : { timeoutMs }) })
  } catch (error) {
    return afterFailure(hand, call, attempt, error)
  }
}

async function tryStep(
  hand: RunInHand,
  call: Call,
  attempt: Attempt,
  { body, timeoutMs }: { body: StepBody<unknown>; timeoutMs?: number },
): Promise<unknown> {
  const signal = timeoutMs === undefined ? hand.abort : AbortSignal.any([hand.abort, AbortSignal.timeout(timeoutMs)])
  hand.host.crash(`before:${call.name}`)
  const result = toRecorded(await body(`${hand.run.id}:${call.name}`, signal))
  hand.host.crash(`after:${call.name}`)
  if (hand.halted) return HALT
  hand.writes.add(attempt.entry({ status: 'done', result }))
  rememberUndo(hand, call, result)
  return result
}
