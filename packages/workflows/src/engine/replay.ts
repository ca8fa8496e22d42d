import type { FailureRecord, StepKind } from './journal-operation.ts'
import type { StepRow } from './sql.ts'

export interface Replay {
  /** True when there was a journal: new effects then wait until everything recorded has been delivered. */
  readonly resumed: boolean
  /** The recorded row of a call, or why the call cannot belong to the recorded run. */
  visit(kind: StepKind, name: string, seq: number): StepRow | FailureRecord | undefined
  /** A recorded step that the code no longer asks for. */
  unvisited(): string | undefined
  /** Ids of the signals that waits have consumed. */
  readonly consumed: ReadonlySet<string>
  /** False: another wait was first. */
  consume(signalId: string): boolean
  /** A result of so many bytes is recorded, too. */
  grow(bytes: number): void
  /** Every wake reads the whole journal. One that is full takes no further step. */
  isFull(): boolean
}

const LARGEST_JOURNAL = 4_000_000
const ROW_BYTES = 200

export function isStepRow(found: StepRow | FailureRecord): found is StepRow {
  return 'seq' in found
}

/** `~name/` prefixes the steps that undo `name`; `name/` those of branch `name`. */
function scopeOf(name: string): string {
  return name.slice(0, name.lastIndexOf('/') + 1)
}

function isUndoStep(name: string): boolean {
  return name.startsWith('~')
}

/** Order is checked per scope: the n-th call of a scope must ask for what was recorded as its n-th. */
export function createReplay(workflowKind: string, rows: readonly StepRow[]): Replay {
  const byName = new Map(rows.map((row) => [row.name, row]))
  const byPosition = new Map(rows.map((row) => [`${scopeOf(row.name)}#${row.seq}`, row]))
  const visited = new Set<string>()
  const consumed = new Set<string>()
  let size = 0
  for (const row of rows) {
    const id = consumedSignal(row)
    if (id !== undefined) consumed.add(id)
    size += ROW_BYTES + (row.bytes ?? 0)
  }

  return {
    resumed: rows.length > 0,
    consumed,
    consume(signalId) {
      const isFirst = !consumed.has(signalId)
      consumed.add(signalId)
      return isFirst
    },
    grow(bytes) {
      size += ROW_BYTES + bytes
    },
    isFull: () => size > LARGEST_JOURNAL,
    visit(kind, name, seq) {
      if (!/^[^/~]+$/.test(name.slice(scopeOf(name).length)))
        return { code: 'bad_name', message: `step name "${name}"` }
      if (visited.has(name)) return { code: 'duplicate_step', message: `step name "${name}" is used twice` }
      visited.add(name)
      const row = byName.get(name)
      const recorded = byPosition.get(`${scopeOf(name)}#${seq}`) ?? row
      if (recorded === undefined) return undefined
      if (recorded === row && row.seq === seq && row.kind === kind) return row
      const journal = `${recorded.kind} "${recorded.name}" at ${recorded.seq}`
      const message = `${workflowKind} asks for ${kind} "${name}" at ${seq}, the journal has ${journal}`
      return { code: 'nondeterminism', message }
    },
    unvisited: () => rows.find((row) => !visited.has(row.name) && !isUndoStep(row.name))?.name,
  }
}

/** The result of a wait is `{ id, payload }` of the signal it consumed, or null for a timeout. */
function consumedSignal(row: Pick<StepRow, 'kind' | 'result'>): string | undefined {
  if (row.kind !== 'wait' || typeof row.result !== 'object' || row.result === null) return undefined
  const id: unknown = Reflect.get(row.result, 'id')
  return typeof id === 'string' ? id : undefined
}
