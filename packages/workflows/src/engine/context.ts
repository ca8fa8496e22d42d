import { commitInProgress, performCommit } from './commit.ts'
import { Permanent, StepFailed } from './failure.ts'
import { macrotask } from './journal.ts'
import type { StepKind } from './journal-operation.ts'
import { toRecorded } from './recorded-value.ts'
import { isStepRow } from './replay.ts'
import { forever, HALT, type RunInHand } from './run-in-hand.ts'
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

export function createContext(hand: RunInHand, scope: string): WorkflowContext {
  let seq = 0
  const prepare = (kind: StepKind, name: string, options: StepOptions<never> = {}): Call => {
    const { timeoutMs = TIMEOUT_MS, retry } = options
    const call = { kind, name: scope + name, seq: seq++, timeoutMs, retry: { ...RETRY, ...retry } }
    for (const ms of [timeoutMs, call.retry.baseMs, call.retry.maxMs]) refuseNoMoment(name, ms)
    // The journal gives back what the step gave: the types meet again in the signature of `step`.
    return { ...call, undo: options.undo as Undo<unknown> | undefined }
  }

  return {
    run: { tenantId: hand.run.tenant_id, id: hand.run.id },
    async step(name, body, options) {
      const call = prepare('step', name, options)
      return answer(await make(hand, call, (row) => performStep(hand, call, { row, body })))
    },
    async commit(name, body, options) {
      const call = prepare('commit', name, options)
      return answer(await make(hand, call, (row) => performCommit(hand, call, { row, body })))
    },
    async waitFor(name, options = {}) {
      const { signal = name, timeoutMs } = options
      if (timeoutMs !== undefined) refuseNoMoment(name, Date.now() + timeoutMs)
      const call = prepare('wait', name)
      const heard = await make(hand, call, (row) => performWait(hand, call, { row, signal, timeoutMs }))
      if (typeof heard !== 'object' || heard === null) return undefined
      const payload: unknown = Reflect.get(heard, 'payload')
      return options.payload === undefined ? answer(payload) : options.payload.parse(payload)
    },
    async sleepUntil(name, at) {
      refuseNoMoment(name, Number(at))
      const call = prepare('sleep', name)
      await make(hand, call, (row) => performSleep(hand, call, { row, at: Number(at) }))
    },
    branch(name, body) {
      seq++
      if (/^[^/~]+$/.test(name)) return body(createContext(hand, `${scope}${name}/`))
      hand.block({ code: 'bad_name', message: `branch name "${name}"` })
      return forever()
    },
    continueAsNew: (input) => continueAsNew(hand, input),
  }
}

function refuseNoMoment(name: string, at: number): void {
  if (Number.isNaN(new Date(at).getTime())) throw new Permanent(`"${name}" waits for a time that is no time`)
}

async function continueAsNew(hand: RunInHand, given: unknown): Promise<never> {
  refuseInsideCommit('continueAsNew')
  const input = toRecorded(given)
  hand.check(input)
  if (hand.phase === 'collect') hand.compensate()
  else if (hand.phase === 'undo' || hand.undos.length > 0)
    throw new Permanent('a fresh journal forgets how to undo what was done')
  else hand.leave(() => ({ to: 'continued', input, heard: [...hand.replay.consumed] }))
  return forever()
}

function refuseInsideCommit(name: string): void {
  const commit = commitInProgress.getStore()
  if (commit === undefined) return
  commit.nested = name
  throw new Error(`"${name}" is called inside a commit`)
}

/** One call of the workflow: answered from the journal, or performed. Never resolves once the run has halted. */
async function make(hand: RunInHand, call: Call, perform: Perform): Promise<unknown> {
  refuseInsideCommit(call.name)
  if (hand.isLeaving()) return forever()
  hand.calls++
  const found = hand.replay.visit(call.kind, call.name, call.seq)
  if (found !== undefined && !isStepRow(found)) {
    hand.block(found)
    return forever()
  }
  if (found !== undefined && isOver(found)) return recordedAnswer(hand, call, found)

  hand.executing++
  let outcome: unknown
  try {
    outcome = await makeNew(hand, call, () => perform(found))
  } finally {
    hand.executing--
    if (!hand.isRunning() || hand.waits.size > 0) hand.settle()
  }
  return outcome === HALT || hand.isGone() ? forever() : outcome
}

async function makeNew(hand: RunInHand, call: Call, perform: () => Promise<unknown>): Promise<unknown> {
  if (hand.replay.resumed) await macrotask()
  if (!hand.isRunning()) return HALT
  if (hand.phase === 'collect') {
    // Started by an owner before us, perhaps: whether it took effect is unknown. On the very first claim nothing was.
    if (call.kind === 'step' && hand.run.epoch > 1) rememberUndo(hand, call, undefined)
    hand.compensate()
    return HALT
  }
  if (hand.replay.isFull() && hand.phase === 'forward') {
    hand.block({ code: 'journal_full', message: 'the journal of this run is full: long loops go on by continueAsNew' })
    return HALT
  }
  return perform()
}

function isOver(row: StepRow): boolean {
  return row.status === 'done' || row.status === 'skipped' || row.status === 'failed'
}

function recordedAnswer(hand: RunInHand, call: Call, row: StepRow): unknown {
  if (row.status === 'failed') {
    if (call.kind === 'step') rememberUndo(hand, call, undefined)
    throw new StepFailed(call.name, row.error ?? {})
  }
  if (row.status === 'done') rememberUndo(hand, call, row.result)
  return row.result
}
