import { type Database, inTenant } from '@mainstay/db/postgres/client'
import { openWorkItem } from '@mainstay/db/work-item/work-item'
import { bySystem } from '@mainstay/domain/command/act'
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
        nextAction:
          run.status === 'queued'
            ? 'Start a worker of the release that has this version'
            : 'Read what stopped it, mend that, and retry the run',
        dueAt: hoursAfter(tx.act.at, hoursToAct),
      }),
    )
}

function causeOf({ error, undo, status }: HeldRun): string {
  const said = error?.message ?? error?.code ?? 'it gave no reason'
  // A failed step names itself in its message; what wraps one does not.
  const what = error?.step === undefined || said.startsWith(`${error.step}: `) ? said : `${error.step}: ${said}`
  if (undo !== null && status === 'blocked') return `Undoing stopped: ${what}`
  return undo === null || status === 'queued' ? what : `Undone, because: ${what}`
}
