import { AsyncLocalStorage } from 'node:async_hooks'
import type { Tx } from '@mainstay/db/client'
import { type Attempt, afterFailure, nextAttempt, notYetDue } from './attempt.ts'
import { type Call, rememberUndo } from './call.ts'
import { isConnectionLost, LeaseLost } from './failure.ts'
import { toRecorded } from './recorded-value.ts'
import { HALT, type RunInHand } from './run-in-hand.ts'
import { JOURNAL, type StepRow } from './sql.ts'
import { queryIn } from './statement.ts'

/** Set while a commit's body runs: a step inside would be journalled although the commit may roll back. */
export const commitInProgress = new AsyncLocalStorage<{ nested?: string }>()

export async function performCommit(
  hand: RunInHand,
  call: Call,
  row: StepRow | undefined,
  body: (tx: Tx) => Promise<unknown>,
): Promise<unknown> {
  if (notYetDue(hand, call, row)) return HALT
  // The result of an external call must not depend on the fate of this transaction.
  await hand.writes.flush()
  if (hand.halted || hand.stopping || hand.closing) return HALT

  const attempt = nextAttempt(call, row)
  const inside: { nested?: string } = {}
  try {
    const result = await hand.host.transaction(hand.run.tenant_id, (tx) =>
      commitInProgress.run(inside, () => tryCommit(hand, call, attempt, { tx, body, inside })),
    )
    hand.host.crash(`after:${call.name}`)
    rememberUndo(hand, call, result)
    return result
  } catch (error) {
    if (hand.halted) return HALT
    if (inside.nested !== undefined) {
      hand.block({ code: 'nested', message: `"${inside.nested}" is called inside commit "${call.name}"` })
      return HALT
    }
    if (isConnectionLost(error)) {
      hand.fail(error)
      return HALT
    }
    return afterFailure(hand, call, attempt, error)
  }
}

async function tryCommit(
  hand: RunInHand,
  call: Call,
  attempt: Attempt,
  { tx, body, inside }: { tx: Tx; body: (tx: Tx) => Promise<unknown>; inside: { nested?: string } },
): Promise<unknown> {
  await hand.host.limitIdle(tx)
  hand.host.crash(`before:${call.name}`)
  // Inside the transaction: what cannot be recorded must not commit.
  const result = toRecorded(await body(tx))
  if (inside.nested !== undefined) throw new Error(`"${inside.nested}" was called inside a commit`)
  hand.host.crash(`in:${call.name}`)
  const operation = { ...hand.operation([attempt.entry({ status: 'done', result })]), i: 0 }
  const [answer] = await queryIn(tx, JOURNAL, [JSON.stringify([operation])])
  if (answer?.rows !== 1) {
    hand.halt()
    throw new LeaseLost(`run ${hand.run.id} has another owner`)
  }
  if (answer.undo !== hand.run.undo) hand.stopping = true
  hand.host.crash(`journalled:${call.name}`)
  return result
}
