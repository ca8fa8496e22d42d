import { type Database, inTenant } from '@mainstay/db/postgres/client'
import { openWorkItem } from '@mainstay/db/work-item/work-item'
import { bySystem } from '@mainstay/domain/command/act'
import type { WorkItemCause } from '@mainstay/domain/work-item/cause'
import { hoursAfter } from '@mainstay/domain/work-item/queue'
import type { HeldRun, OnHeld } from '@mainstay/workflows/engine/held-run'

/** Money and goods wait while a run is held. */
const hoursToAct = 4

/** Puts a run that stopped before a person. Once per run, however often it is reported. */
export function createHeldRunReport(db: Database, clock: () => Date): OnHeld {
  return (run) =>
    inTenant(db, { tenantId: run.tenantId, act: bySystem(clock(), run.id) }, (tx) =>
      openWorkItem(tx, {
        kind: 'run_held',
        subject: { type: 'workflow_run', id: run.id, label: run.kind.replace(/@\d+$/, '') },
        purchaseId: run.subjectType === 'purchase' ? (run.subjectId ?? undefined) : undefined,
        cause: causeOf(run),
        dueAt: hoursAfter(tx.act.at, hoursToAct),
      }),
    )
}

function causeOf({ error, undo, status, kind }: HeldRun): WorkItemCause {
  if (status === 'queued') return { code: 'workflow.no_worker', version: kind }
  const step = error?.step ?? null
  const said = error?.message ?? error?.code ?? null
  // A failed step names itself in its message; what wraps one does not.
  const detail = step !== null && said?.startsWith(`${step}: `) ? said.slice(step.length + 2) : said
  if (undo === null) return { code: 'workflow.stopped', step, detail }
  return { code: status === 'blocked' ? 'workflow.undo_stopped' : 'workflow.undone', step, detail }
}
