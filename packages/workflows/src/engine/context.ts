import { type Call, type Perform, rememberUndo } from './call.ts'
import { commitInProgress, performCommit } from './commit.ts'
import { StepFailed } from './failure.ts'
import type { StepKind } from './journal-entry.ts'
import { isStepRow } from './replay.ts'
import { forever, HALT, macrotask, type RunInHand } from './run-in-hand.ts'
import type { StepRow } from './sql.ts'
import { performStep } from './step.ts'
import { performSleep, performWait } from './wait.ts'
import type { RetryPolicy, Undo, WorkflowContext } from './workflow.ts'

// What a call answers comes from its journal row, whose shape the step's own code decided.
const answer = <T>(recorded: unknown) => recorded as T

export function createContext(hand: RunInHand, scope: string): WorkflowContext {
  let seq = 0
  const prepare = (kind: StepKind, name: string, options: { retry?: RetryPolicy; undo?: Undo<never> } = {}) => ({
    kind,
    name: scope + name,
    seq: seq++,
    retry: options.retry,
    // The journal gives back what the step gave: the types meet again in the signature of `step`.
    undo: options.undo as Undo<unknown> | undefined,
  })

  return {
    run: { tenantId: hand.run.tenant_id, id: hand.run.id },
    async step(name, body, options) {
      const call = prepare('step', name, options)
      return answer(await make(hand, call, (row) => performStep(hand, call, row, { body, ...options })))
    },
    async commit(name, body, options) {
      const call = prepare('commit', name, options)
      return answer(await make(hand, call, (row) => performCommit(hand, call, row, body)))
    },
    async waitFor(name, options = {}) {
      const call = prepare('wait', name)
      const wait = { signal: options.signal ?? name, timeoutMs: options.timeoutMs }
      const heard = await make(hand, call, (row) => performWait(hand, call, row, wait))
      if (typeof heard !== 'object' || heard === null) return undefined
      const payload: unknown = Reflect.get(heard, 'payload')
      return options.payload === undefined ? answer(payload) : options.payload.parse(payload)
    },
    async sleepUntil(name, at) {
      const call = prepare('sleep', name)
      await make(hand, call, (row) => performSleep(hand, call, row, Number(at)))
    },
    branch(name, body) {
      seq++
      if (/^[^/~]+$/.test(name)) return body(createContext(hand, `${scope}${name}/`))
      hand.block({ code: 'bad_name', message: `branch name "${name}"` })
      return forever()
    },
  }
}

/** One call of the workflow: answered from the journal, or performed. Never resolves once the run has halted. */
async function make(hand: RunInHand, call: Call, perform: Perform): Promise<unknown> {
  const commit = commitInProgress.getStore()
  if (commit !== undefined) {
    commit.nested = call.name
    throw new Error(`"${call.name}" is called inside a commit`)
  }
  if (hand.halted || hand.closing) return forever()
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
    if (hand.stopping || hand.closing || hand.waits.size > 0) hand.settle()
  }
  return outcome === HALT || hand.halted ? forever() : outcome
}

async function makeNew(hand: RunInHand, call: Call, perform: () => Promise<unknown>): Promise<unknown> {
  if (hand.replay.resumed) await macrotask()
  if (hand.halted) return HALT
  if (hand.phase === 'collect') {
    // Started by an owner before us, perhaps: whether it took effect is unknown. On the very first claim nothing was.
    if (call.kind === 'step' && hand.run.epoch > 1) rememberUndo(hand, call, undefined)
    hand.compensate()
    return HALT
  }
  if (hand.stopping) {
    hand.settle()
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
