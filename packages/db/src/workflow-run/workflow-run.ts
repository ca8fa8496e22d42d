import { RunStatus } from '@mainstay/domain/workflow-run/lifecycle'
import { type Run, RunStep, type RunSummary, runList } from '@mainstay/domain/workflow-run/workflow-run'
import { sql } from 'kysely'
import * as z from 'zod'
import { recordChange } from '../command/record.ts'
import { listSource } from '../list/source.ts'
import type { ReadTx, Tx } from '../postgres/client.ts'
import { found } from '../postgres/not-found.ts'
import { statement } from '../postgres/statement.ts'
import { settleWorkItem } from '../work-item/work-item.ts'

/** Runs with the purchase each has to do with. Their ids are made in the order of time. */
export const workflowRuns = listSource(runList, {
  rows: runs,
  id: 'workflow_run.id',
  sorts: { createdAt: { by: 'workflow_run.id', type: 'uuid' } },
  filters: {
    status: 'workflow_run.status',
    kind: 'workflow_run.kind',
    subject: 'workflow_run.subject_id',
    purchase: 'workflow_run.purchase_id',
  },
  views: {
    // A provider tells much that changes nothing; it is not what somebody here set going.
    work: () => sql`workflow_run.kind not like 'apply-%'`,
    held: () => sql`workflow_run.status in ('failed', 'blocked')`,
  },
  itemsOf: (rows) => rows.map(summaryFromRow),
})

/** A run with its steps in the order they were reached and every attempt made. Throws NotFound. */
export async function getRun(tx: ReadTx, runId: string): Promise<Run> {
  const [row, steps, attempts] = await Promise.all([
    runs(tx).where('workflow_run.id', '=', runId).executeTakeFirst(),
    tx
      .selectFrom('workflow_step')
      .select(['name', 'kind', 'status', 'attempt', 'started_at', 'ended_at', 'due_at', 'error', 'reason'])
      .where('tenant_id', '=', tx.tenantId)
      .where('run_id', '=', runId)
      .orderBy('ended_at')
      .orderBy('seq')
      .execute(),
    tx
      .selectFrom('workflow_attempt')
      .select(['step', 'epoch', 'attempt', 'outcome', 'error', 'started_at', 'ended_at'])
      .where('tenant_id', '=', tx.tenantId)
      .where('run_id', '=', runId)
      .orderBy('epoch')
      .orderBy('attempt')
      .execute(),
  ])
  const run = found('run', row)
  return {
    ...summaryFromRow(run),
    waitingFor: run.waiting_for ?? [],
    steps: steps.map((step) => ({
      name: step.name,
      kind: step.kind,
      status: RunStep.shape.status.parse(step.status),
      attempt: step.attempt,
      startedAt: step.started_at,
      endedAt: step.ended_at,
      dueAt: step.due_at,
      error: messageOf(step.error),
      reason: step.reason,
      attempts: [...attempts.filter((attempt) => attempt.step === step.name), ...lastTry(step, attempts)].map(
        (attempt) => ({
          attempt: attempt.attempt,
          outcome: attempt.outcome,
          startedAt: attempt.started_at,
          endedAt: attempt.ended_at,
          error: messageOf(attempt.error),
        }),
      ),
    })),
  }
}

type Try = { step: string; attempt: number; outcome: string; started_at: Date; ended_at: Date; error: unknown }
type Tried = Omit<Try, 'step' | 'outcome' | 'started_at'> & {
  name: string
  kind: string
  status: string
  started_at: Date | null
}

/** The try that did the step, which has no row of its own; runs from before this was so have one. */
function lastTry({ kind, status, started_at, ...step }: Tried, attempts: readonly Try[]): Try[] {
  const isTry = status === 'done' && (kind === 'step' || kind === 'commit')
  if (!isTry || started_at === null) return []
  const isTold = attempts.some((each) => each.step === step.name && each.ended_at.getTime() === step.ended_at.getTime())
  return isTold ? [] : [{ ...step, step: step.name, outcome: 'done', started_at }]
}

/** Runs with an open item that says they are held, and that are not: a worker has come for a version nobody had. */
export async function listRunsThatGoOn(tx: ReadTx): Promise<string[]> {
  const rows = await selectGoingOn(tx, [tx.tenantId])
  return rows.map(({ id }) => id)
}

const selectGoingOn = statement(
  { id: 'uuid' },
  `select run.id from workflow_run run
   where run.tenant_id = $1 and run.status not in ('failed', 'blocked') and run.held_reported_at is null
     and run.id in (
       select item.subject_id from work_item item
       where item.tenant_id = $1 and item.kind = 'run_held' and item.status = 'open')`,
)

/** Keeps a run as it is until the transaction ends: no worker takes or finishes it. Throws NotFound. */
export async function lockRun(tx: Tx, runId: string): Promise<void> {
  const [run] = await lockRuns(tx, [runId])
  found('run', run)
}

/** Those of them that are there, in the one order in which everybody locks several. */
export async function lockRuns(tx: Tx, runIds: readonly string[]): Promise<RunSummary[]> {
  await tx
    .selectFrom('workflow_run')
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .where(sql<boolean>`id = any(${runIds}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute()
  // A statement of its own, because it must see what the transaction that held the locks before has committed.
  const rows = await runs(tx).where(sql<boolean>`workflow_run.id = any(${runIds}::uuid[])`).execute()
  return rows.map(summaryFromRow)
}

/** Writes down that a person drives a held run again, and takes it off the queue: held once more, it is there once more. */
export async function recordRunRetried(
  tx: Tx,
  { run, fromStep }: { run: RunSummary; fromStep?: string | undefined },
): Promise<void> {
  await Promise.all([
    recordChange(tx.as({ runId: run.id }), {
      action: 'workflow.retry',
      subject: { type: 'workflow_run', id: run.id, label: run.kind, version: 1 },
      purchaseId: run.purchase?.id,
      changes: [
        { field: 'status', before: run.status, after: 'queued' },
        ...(fromStep === undefined ? [] : [{ field: 'from step', before: null, after: fromStep }]),
      ],
      data: { kind: run.kind, fromStep: fromStep ?? null },
    }),
    settleWorkItem(tx, {
      kind: 'run_held',
      subjectId: run.id,
      resolution: { code: 'workflow.retried', reason: tx.act.reason ?? '' },
    }),
  ])
}

function runs(tx: ReadTx) {
  return tx
    .selectFrom('workflow_run')
    .leftJoin('purchase', (join) =>
      join
        .onRef('purchase.tenant_id', '=', 'workflow_run.tenant_id')
        .onRef('purchase.id', '=', 'workflow_run.purchase_id'),
    )
    .select([
      'workflow_run.id',
      'workflow_run.kind',
      'workflow_run.lane',
      'workflow_run.status',
      'workflow_run.undo',
      'workflow_run.subject_type',
      'workflow_run.subject_id',
      'workflow_run.error',
      'workflow_run.waiting_for',
      'workflow_run.started_by',
      'workflow_run.created_at',
      'workflow_run.ended_at',
      'purchase.id as purchase_id',
      'purchase.number as purchase_number',
    ])
    .where('workflow_run.tenant_id', '=', tx.tenantId)
}

type RunRow = Awaited<ReturnType<ReturnType<typeof runs>['execute']>>[number]

function summaryFromRow(row: RunRow): RunSummary {
  return {
    id: row.id,
    kind: row.kind,
    lane: row.lane,
    status: RunStatus.parse(row.status),
    undo: row.undo === 'canceled' || row.undo === 'failed' ? row.undo : null,
    subject:
      row.subject_type === null || row.subject_id === null ? null : { type: row.subject_type, id: row.subject_id },
    purchase:
      row.purchase_id === null || row.purchase_number === null
        ? null
        : { id: row.purchase_id, number: row.purchase_number },
    error: messageOf(row.error),
    startedBy: row.started_by,
    createdAt: row.created_at,
    endedAt: row.ended_at,
  }
}

const RecordedError = z.object({ message: z.string().optional(), code: z.string().optional() }).catch({})

/** What staff may read of a recorded error: its message, or its code. */
function messageOf(error: unknown): string | null {
  if (error === null) return null
  const { message, code } = RecordedError.parse(error)
  return message ?? code ?? 'failed'
}
