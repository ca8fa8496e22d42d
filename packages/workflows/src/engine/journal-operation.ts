export type StepKind = 'step' | 'commit' | 'wait' | 'sleep'
export type StepStatus = 'done' | 'failed' | 'skipped' | 'retrying' | 'waiting'

/** One row of workflow_step as the engine writes it. `ms` is a delay from now, `took` the time spent, both in milliseconds. */
export interface StepEntry {
  name: string
  seq: number
  kind: StepKind
  status: 'done' | 'failed' | 'retrying' | 'waiting'
  attempt: number
  took: number
  result?: unknown
  error?: FailureRecord
  ms?: number | null
}

export interface FailureRecord {
  name?: string
  message?: string
  code?: string
  /** What had failed before the undo failed. */
  cause?: FailureRecord | null
  /** The step that failed, when one did. */
  step?: string
}

/** Where a run goes when its worker lets go of it. `continued` is queued again, with a new input and an empty journal. */
export interface RunMove {
  to: 'queued' | 'waiting' | 'completed' | 'failed' | 'canceled' | 'blocked' | 'continued'
  ms?: number | null
  waits?: string[]
  sig?: number
  out?: unknown
  err?: FailureRecord | undefined
  set_undo?: 'failed'
  input?: unknown
  /** Ids of the signals that the journal to be emptied has consumed. */
  heard?: string[]
}

export interface JournalOperation extends Partial<RunMove> {
  t: string
  r: string
  e: number
  undo: 'canceled' | 'failed' | null
  steps: StepEntry[]
}
