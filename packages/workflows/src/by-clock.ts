import { acrossTenants, type Database, inTenant, type ReadTx, readTenant, type Tx } from '@mainstay/db/postgres/client'
import { listTenantIds } from '@mainstay/db/tenant/tenant'
import type { SystemReason } from '@mainstay/domain/audit/system-reason'
import { bySystem } from '@mainstay/domain/command/act'

export type ClockSources = { rw: Database; ro: Database; system: Database; now: Date }

type Due = {
  /** What it is called in the plural, where some of it fails. */
  what: string
  reason: SystemReason
  /** The ids of what is due, oldest first. */
  list: (tx: ReadTx, now: Date, limit: number) => Promise<string[]>
  /** Locks one and looks again: false where it is not due any more. */
  end: (tx: Tx, id: string) => Promise<boolean>
}

const batch = 100

/** Ends what is due in every tenant, each in a transaction of its own; answers how many. */
export async function endDue({ rw, ro, system, now }: ClockSources, due: Due): Promise<number> {
  const act = { ...bySystem(now), reason: due.reason }
  let ended = 0
  const failures: unknown[] = []
  for (const tenantId of await acrossTenants(system, listTenantIds)) {
    for (const id of await readTenant(ro, tenantId, (tx) => due.list(tx, now, batch))) {
      try {
        if (await inTenant(rw, { tenantId, act }, (tx) => due.end(tx, id))) ended += 1
      } catch (error) {
        // One that cannot be ended stands in nobody's way.
        failures.push(error)
      }
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} ${due.what} did not end by the clock`)
  return ended
}
