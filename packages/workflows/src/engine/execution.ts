import type { ActiveRun, ExecutionHost } from './active-run.ts'
import type { Claimed } from './claim.ts'
import { createContext } from './context.ts'
import { describeFailure } from './failure.ts'
import { createPendingWrites, macrotask } from './journal.ts'
import type { FailureRecord, RunMove, StepEntry } from './journal-operation.ts'
import { toRecorded } from './recorded-value.ts'
import { createReplay } from './replay.ts'
import type { JournalAnswer, StepRow } from './sql.ts'
import type { RunnableWorkflow } from './workflow.ts'

/**
 * `stopping`: nothing new begins, and at the next step boundary the run is given back. `closing`: it leaves, once what is
 * under way beside has ended. `gone`: it is no longer ours.
 */
type State = 'running' | 'stopping' | 'closing' | 'gone'

export interface Execution {
  readonly active: ActiveRun
  /** Resolves when the run has left our hands. */
  drive(): Promise<void>
}

/** One claimed run: replays its journal, then goes on from there. */
export function createExecution<Services>(
  host: ExecutionHost,
  workflow: RunnableWorkflow<Services>,
  { claimed, services }: { claimed: Claimed; services: Services },
): Execution {
  const { run } = claimed
  const clockOffset = run.now - Date.now()
  const abort = new AbortController()
  const ended = Promise.withResolvers<void>()
  const resting = Promise.withResolvers<void>()
  let state: State = 'running'
  let replay = createReplay(workflow.kind, [])

  const active: ActiveRun = {
    run,
    host,
    get replay() {
      return replay
    },
    writes: createPendingWrites(record),
    abort: abort.signal,
    undos: [],
    waits: new Map(),
    phase: run.undo === null ? 'forward' : 'collect',
    leaseEnd: claimed.leaseEnd,
    executing: 0,
    calls: 0,
    unrecorded: 0,
    isRunning: () => state === 'running',
    isLeaving: () => state === 'closing' || state === 'gone',
    isGone: () => state === 'gone',
    databaseNow: () => Date.now() + clockOffset,
    insist: (ask) => host.insist(active, ask),
    operation: (steps, move) => ({ t: run.tenant_id, r: run.id, e: run.epoch, undo: run.undo, steps, ...move }),
    context: (scope) => createContext(active, scope),
    check: (input) => void workflow.open(input),
    stop() {
      if (state === 'running') state = 'stopping'
      settle()
    },
    leave: (move) => void leave(move).catch(ended.reject),
    block: (err) => active.leave(() => ({ to: 'blocked', err })),
    lose() {
      if (state !== 'gone' && active.unrecorded === 0) host.retake(run.worker)
      drop()
    },
    drop,
    settle,
    compensate: () => {
      setImmediate(() => void compensate().catch(ended.reject))
    },
  }

  function drop() {
    state = 'gone'
    abort.abort()
    ended.resolve()
  }

  async function record(entries: StepEntry[]) {
    const answer = await tell(entries)
    if (answer === undefined) return
    // Other words of ours are in the journal already: they count, so the run is read again.
    if (answer.rows !== entries.length) return active.leave(() => ({ to: 'queued' }))
    active.unrecorded -= entries.filter(({ kind }) => kind === 'step').length
    if (answer.undo !== run.undo) active.stop()
  }

  /** Undefined: the run is no longer ours, or it stops because the journal does not take this. */
  async function tell(steps: StepEntry[], move?: RunMove): Promise<JournalAnswer | undefined> {
    if (state === 'gone') return undefined
    try {
      const answer = await active.insist(() => host.write(active.operation(steps, move)))
      if (answer === undefined && move?.to !== 'continued') active.lose()
      if (answer !== undefined) host.moved({ tenantId: run.tenant_id, id: run.id })
      return answer
    } catch (error) {
      const err = { ...describeFailure(error), code: 'unwritable' }
      if (move === undefined) active.block(err)
      else await active.insist(() => host.write(active.operation([], { to: 'blocked', err })))
      return undefined
    }
  }

  async function leave(decide: () => RunMove, point = 'finish') {
    if (active.isLeaving()) return
    state = 'closing'
    // Steps that run beside finish first, so that what they did is known.
    if (active.executing > 0) await resting.promise
    const move = decide()
    const steps = await active.writes.take()
    host.crash(`before-${point}`)
    const answer = await tell(steps, move)
    host.crash(`after-${point}`)
    // A signal or a cancel came first: have another look.
    if (answer?.moved === false || move.to === 'continued') await tell([], { to: 'queued' })
    drop()
  }

  function park(): RunMove {
    const waits = [...active.waits.values()]
    const due = waits.flatMap(({ ms }) => ms ?? [])
    const listens = waits.flatMap((wait) => wait.listens ?? [])
    const ms = due.length === 0 ? null : Math.max(0, Math.min(...due))
    // The earliest look counts: a signal that came between two looks may be for the first.
    const seen = listens.length === 0 ? {} : { sig: Math.min(...listens.map((wait) => wait.seen)) }
    return { to: 'waiting', ms, waits: listens.map((wait) => wait.signal), ...seen }
  }

  function settle() {
    setImmediate(() => {
      if (active.executing > 0 || state === 'gone') return
      if (state === 'closing') resting.resolve()
      else if (state === 'stopping') active.leave(() => ({ to: 'queued' }))
      else if (active.waits.size > 0) leave(park, 'park').catch(ended.reject)
    })
  }

  async function compensate() {
    await macrotask()
    if (active.phase !== 'collect' || state !== 'running') return
    const gone = replay.unvisited()
    if (gone !== undefined) return active.block(isGone(gone))
    active.phase = 'undo'
    for (const { name, undo, result } of active.undos.toReversed()) {
      const failure = await undo(result, active.context(`~${name}/`)).then(() => undefined, describeFailure)
      if (failure !== undefined) return active.block({ ...failure, code: 'undo_failed', cause: run.error })
    }
    active.leave(() => ({ to: run.undo ?? 'failed', ...(run.error ? { err: run.error } : {}) }))
  }

  function isGone(name: string): FailureRecord {
    return { code: 'nondeterminism', message: `recorded step "${name}" is gone from ${workflow.kind}` }
  }

  function afterSuccess(output: unknown): RunMove {
    const gone = replay.unvisited()
    if (gone !== undefined) return { to: 'blocked', err: isGone(gone) }
    try {
      return { to: 'completed', out: toRecorded(output) }
    } catch (error) {
      return afterFailure(error)
    }
  }

  function afterFailure(error: unknown): RunMove {
    const err = describeFailure(error)
    const undoes = workflow.onFailure === 'undo' && active.undos.length > 0
    return undoes ? { to: 'queued', set_undo: 'failed', err } : { to: 'failed', err }
  }

  async function runBody(body: ReturnType<typeof workflow.open>) {
    const outcome = await body(active.context(''), services).then(
      (output) => () => afterSuccess(output),
      (error: unknown) => () => afterFailure(error),
    )
    if (active.phase === 'forward') await leave(outcome)
    else await compensate()
  }

  async function load(): Promise<StepRow[] | undefined> {
    active.executing++
    try {
      const steps = await active.insist(claimed.load)
      if (steps === undefined) drop()
      return steps
    } catch (error) {
      active.block({ ...describeFailure(error), code: 'unreadable' })
      return undefined
    } finally {
      active.executing--
      if (!active.isRunning()) settle()
    }
  }

  async function start() {
    const steps = await load()
    if (steps === undefined) return
    replay = createReplay(workflow.kind, steps)
    let body: ReturnType<typeof workflow.open>
    try {
      body = workflow.open(run.input)
    } catch (error) {
      return active.block({ ...describeFailure(error), code: 'bad_input' })
    }
    await runBody(body)
  }

  return {
    active,
    drive() {
      start().catch(ended.reject)
      return ended.promise
    },
  }
}
