import { createContext } from './context.ts'
import { describeFailure } from './failure.ts'
import type { FailureRecord, RunMove, StepEntry } from './journal-entry.ts'
import { createPendingWrites } from './pending-writes.ts'
import { toRecorded } from './recorded-value.ts'
import { createReplay } from './replay.ts'
import { type ExecutionHost, macrotask, type RunInHand } from './run-in-hand.ts'
import type { ClaimRow, StepRow } from './sql.ts'
import type { RunnableWorkflow } from './workflow.ts'

export interface Execution {
  readonly hand: RunInHand
  /** Resolves when the run has left our hands; rejects on database trouble. */
  drive(): Promise<void>
  /** At the next step boundary. */
  giveBack(): void
}

/** One claimed run: replays its journal, then goes on from there. */
export function createExecution<Services>(
  host: ExecutionHost,
  workflow: RunnableWorkflow<Services>,
  services: Services,
  claimed: { run: ClaimRow; steps: readonly StepRow[]; leaseEnd: number },
): Execution {
  const { run } = claimed
  const clockOffset = run.now - Date.now()
  const abort = new AbortController()
  const ended = Promise.withResolvers<void>()
  const resting = Promise.withResolvers<void>()
  let finishing = false
  let settling = false

  const hand: RunInHand = {
    run,
    host,
    replay: createReplay(workflow.kind, claimed.steps),
    writes: createPendingWrites(record, () => hand.halted),
    abort: abort.signal,
    undos: [],
    waits: new Map(),
    leaseEnd: claimed.leaseEnd,
    phase: run.undo === null ? 'forward' : 'collect',
    halted: false,
    stopping: false,
    closing: false,
    executing: 0,
    databaseNow: () => Date.now() + clockOffset,
    operation: (steps, move) => ({ t: run.tenant_id, r: run.id, e: run.epoch, undo: run.undo, steps, ...move }),
    context: (scope) => createContext(hand, scope),
    halt() {
      hand.halted = true
      abort.abort()
      ended.resolve()
    },
    fail(error) {
      hand.halted = true
      abort.abort()
      ended.reject(error)
    },
    finish,
    block: (error) => {
      finish({ to: 'blocked', err: error }).catch(hand.fail)
    },
    settle,
    compensate: () => {
      setImmediate(() => {
        compensate().catch(hand.fail)
      })
    },
  }

  async function record(entries: StepEntry[]) {
    try {
      const answer = await host.write(hand.operation(entries), () => hand.leaseEnd)
      if (answer === undefined || answer.rows !== entries.length) hand.halt()
      else if (answer.undo !== run.undo) hand.stopping = true
    } catch (error) {
      hand.fail(error)
    }
  }

  async function finish(move: RunMove, point = 'finish') {
    if (finishing || hand.halted) return
    finishing = true
    const steps = await hand.writes.take()
    if (hand.halted) return
    host.crash(`before-${point}`)
    const answer = await host.write(hand.operation(steps, move), () => hand.leaseEnd)
    host.crash(`after-${point}`)
    // A signal or a cancel came first: have another look.
    if (answer?.moved === false && !hand.halted) {
      await host.write(hand.operation([], { to: 'queued' }), () => hand.leaseEnd)
    }
    hand.halt()
  }

  async function park() {
    const waits = [...hand.waits.values()]
    const due = waits.flatMap(({ ms }) => ms ?? [])
    const listens = waits.flatMap((wait) => wait.listens ?? [])
    const ms = due.length === 0 ? null : Math.max(0, Math.min(...due))
    // The earliest look counts: a signal that came between two looks may be for the first.
    const seen = listens.length === 0 ? {} : { sig: Math.min(...listens.map((wait) => wait.seen)) }
    await finish({ to: 'waiting', ms, waits: listens.map((wait) => wait.signal), ...seen }, 'park')
  }

  function settle() {
    if (settling || hand.halted) return
    settling = true
    setImmediate(() => {
      settling = false
      if (hand.halted || hand.executing > 0) return
      if (hand.closing) resting.resolve()
      else if (hand.stopping) finish({ to: 'queued' }).catch(hand.fail)
      else if (hand.waits.size > 0) park().catch(hand.fail)
    })
  }

  // Steps that run beside the one that ended the body finish first, so that what they did is known.
  async function close() {
    hand.closing = true
    if (hand.executing === 0) return
    settle()
    await resting.promise
  }

  async function compensate() {
    await macrotask()
    if (hand.phase !== 'collect' || hand.halted) return
    const gone = hand.replay.unvisited()
    if (gone !== undefined) return finish({ to: 'blocked', err: isGone(gone) })
    hand.phase = 'undo'
    for (const { name, undo, result } of hand.undos.toReversed()) {
      const failure = await undo(result, hand.context(`~${name}/`)).then(() => undefined, describeFailure)
      if (hand.halted) return
      if (failure !== undefined) {
        return finish({ to: 'blocked', err: { ...failure, code: 'undo_failed', cause: run.error } })
      }
    }
    await finish({ to: run.undo ?? 'failed', ...(run.error ? { err: run.error } : {}) })
  }

  function isGone(name: string): FailureRecord {
    return { code: 'nondeterminism', message: `recorded step "${name}" is gone from ${workflow.kind}` }
  }

  async function afterSuccess(output: unknown) {
    const gone = hand.replay.unvisited()
    if (gone !== undefined) return finish({ to: 'blocked', err: isGone(gone) })
    await finish({ to: 'completed', out: toRecorded(output) })
  }

  async function afterFailure(error: unknown) {
    const err = describeFailure(error)
    const undoes = workflow.onFailure === 'undo' && hand.undos.length > 0
    await finish(undoes ? { to: 'queued', set_undo: 'failed', err } : { to: 'failed', err })
  }

  async function runBody(body: ReturnType<typeof workflow.open>) {
    const outcome = await body(hand.context(''), services).then(
      (output) => () => afterSuccess(output),
      (error: unknown) => () => afterFailure(error),
    )
    if (hand.halted) return
    if (hand.phase === 'collect') return compensate()
    await close()
    if (!hand.halted) await outcome().catch(unlessFinishing(afterFailure))
  }

  // A result that is no JSON fails the run; database trouble while finishing does not.
  function unlessFinishing(otherwise: (error: unknown) => Promise<void>) {
    return (error: unknown) => {
      if (finishing) throw error
      return otherwise(error)
    }
  }

  return {
    hand,
    drive() {
      start().catch(hand.fail)
      return ended.promise
    },
    giveBack() {
      hand.stopping = true
      settle()
    },
  }

  async function start() {
    const opened = openInput()
    if ('body' in opened) await runBody(opened.body)
    else await finish({ to: 'blocked', err: opened.failure })
  }

  function openInput() {
    try {
      return { body: workflow.open(run.input) }
    } catch (error) {
      return { failure: { ...describeFailure(error), code: 'bad_input' } }
    }
  }
}
