import { type ActiveRun, forever, HALT } from './active-run.ts'
import { commitInProgress, performCommit } from './commit.ts'
import { Permanent, StepFailed } from './failure.ts'
import { macrotask } from './journal.ts'
import type { StepKind } from './journal-operation.ts'
import { toRecorded } from './recorded-value.ts'
import { isStepRow } from './replay.ts'
import type { StepRow } from './sql.ts'
import { type Call, performStep, rememberUndo } from './step.ts'
import { performSleep, performWait } from './wait.ts'
import type { StepOptions, Undo, WorkflowContext } from './workflow.ts'

const RETRY = { limit: 5, baseMs: 500, maxMs: 3_600_000 }
const TIMEOUT_MS = 300_000

/** Does what is not recorded yet. `row` is what a previous attempt or claim left. */
type Perform = (row: StepRow | undefined) => Promise<unknown>

// What a call answers comes from its journal row, whose shape the step's own code decided.
const answer = <T>(recorded: unknown) => recorded as T

export function createContext(active: ActiveRun, scope: string): WorkflowContext {
  let seq = 0
  const prepare = (kind: StepKind, name: string, options: StepOptions<never> = {}): Call => {
    const { timeoutMs = TIMEOUT_MS, retry } = options
    const call = { kind, name: scope + name, seq: seq++, timeoutMs, retry: { ...RETRY, ...retry } }
    for (const ms of [timeoutMs, call.retry.baseMs, call.retry.maxMs]) refuseNoMoment(name, ms)
    // The journal gives back what the step gave: the types meet again in the signature of `step`.
    return { ...call, undo: options.undo as Undo<unknown> | undefined }
  }

  return {
    run: { tenantId: active.run.tenant_id, id: active.run.id },
    async step(name, body, options) {
      const call = prepare('step', name, options)
      return answer(await make(active, call, (row) => performStep(active, call, { row, body })))
    },
    async commit(name, body, options) {
      const call = prepare('commit', name, options)
      return answer(await make(active, call, (row) => performCommit(active, call, { row, body })))
    },
    async waitFor(name, options = {}) {
      const { signal = name, timeoutMs } = options
      if (timeoutMs !== undefined) refuseNoMoment(name, Date.now() + timeoutMs)
      const call = prepare('wait', name)
      const heard = await make(active, call, (row) => performWait(active, call, { row, signal, timeoutMs }))
      if (typeof heard !== 'object' || heard === null) return undefined
      const payload: unknown = Reflect.get(heard, 'payload')
      return options.payload === undefined ? answer(payload) : options.payload.parse(payload)
    },
    async sleepUntil(name, at) {
      refuseNoMoment(name, Number(at))
      const call = prepare('sleep', name)
      await make(active, call, (row) => performSleep(active, call, { row, at: Number(at) }))
    },
    branch(name, body) {
      seq++
      if (/^[^/~]+$/.test(name)) return body(createContext(active, `${scope}${name}/`))
      active.block({ code: 'bad_name', message: `branch name "${name}"` })
      return forever()
    },
    continueAsNew: (input) => continueAsNew(active, input),
  }
}

function refuseNoMoment(name: string, at: number): void {
  if (Number.isNaN(new Date(at).getTime())) throw new Permanent(`"${name}" waits for a time that is no time`)
}

async function continueAsNew(active: ActiveRun, given: unknown): Promise<never> {
  refuseInsideCommit('continueAsNew')
  const input = toRecorded(given)
  active.check(input)
  if (active.phase === 'collect') active.compensate()
  else if (active.phase === 'undo' || active.undos.length > 0)
    throw new Permanent('a fresh journal forgets how to undo what was done')
  else active.leave(() => ({ to: 'continued', input, heard: [...active.replay.consumed] }))
  return forever()
}

function refuseInsideCommit(name: string): void {
  const commit = commitInProgress.getStore()
  if (commit === undefined) return
  commit.nested = name
  throw new Error(`"${name}" is called inside a commit`)
}

/** One call of the workflow: answered from the journal, or performed. Never resolves once the run has halted. */
async function make(active: ActiveRun, call: Call, perform: Perform): Promise<unknown> {
  refuseInsideCommit(call.name)
  if (active.isLeaving()) return forever()
  active.calls++
  const found = active.replay.visit(call.kind, call.name, call.seq)
  if (found !== undefined && !isStepRow(found)) {
    active.block(found)
    return forever()
  }
  if (found !== undefined && isEnded(found)) return recordedAnswer(active, call, found)

  active.executing++
  let outcome: unknown
  try {
    outcome = await makeNew(active, call, () => perform(found))
  } finally {
    active.executing--
    if (!active.isRunning() || active.waits.size > 0) active.settle()
  }
  return outcome === HALT || active.isGone() ? forever() : outcome
}

async function makeNew(active: ActiveRun, call: Call, perform: () => Promise<unknown>): Promise<unknown> {
  if (active.replay.resumed) await macrotask()
  if (!active.isRunning()) return HALT
  if (active.phase === 'collect') {
    // Started by an owner before us, perhaps: whether it took effect is unknown. On the very first claim nothing was.
    if (call.kind === 'step' && active.run.epoch > 1) rememberUndo(active, call, undefined)
    active.compensate()
    return HALT
  }
  if (active.replay.isFull() && active.phase === 'forward') {
    active.block({
      code: 'journal_full',
      message: 'the journal of this run is full: long loops go on by continueAsNew',
    })
    return HALT
  }
  return perform()
}

function isEnded(row: StepRow): boolean {
  return row.status === 'done' || row.status === 'skipped' || row.status === 'failed'
}

function recordedAnswer(active: ActiveRun, call: Call, row: StepRow): unknown {
  if (row.status === 'failed') {
    if (call.kind === 'step') rememberUndo(active, call, undefined)
    throw new StepFailed(call.name, row.error ?? {})
  }
  if (row.status === 'done') rememberUndo(active, call, row.result)
  return row.result
}
