import { proveLedger } from '@mainstay/db/ledger/proof'
import { listUnprovedSubjects, saveProof, takeDueProof } from '@mainstay/db/ledger/proof-due'
import { acrossTenants, inTenant, readSnapshot } from '@mainstay/db/postgres/client'
import { listTenantIds } from '@mainstay/db/tenant/tenant'
import { openWorkItem, settleWorkItem } from '@mainstay/db/work-item/work-item'
import { bySystem } from '@mainstay/domain/command/act'
import { itemsOfProof } from '@mainstay/domain/ledger/proof'
import type { ClockSources } from './by-clock.ts'

/**
 * Proves the books of every tenant whose proof is due, and asks a person about each account and entry that is wrong; what
 * is right again is withdrawn. Answers how many were proved. Nothing is mended here.
 */
export async function proveLedgers({ rw, ro, system, now }: ClockSources): Promise<number> {
  let proved = 0
  const failures: unknown[] = []
  for (const tenantId of await acrossTenants(system, listTenantIds)) {
    const by = { tenantId, act: bySystem(now) }
    try {
      if (!(await inTenant(rw, by, takeDueProof))) continue
      const proof = await readSnapshot(ro, tenantId, proveLedger)
      const items = itemsOfProof(proof, now)
      await inTenant(rw, by, async (tx) => {
        const wrong = new Set(items.map(({ subject }) => subject.id))
        for (const subjectId of await listUnprovedSubjects(tx)) {
          if (!wrong.has(subjectId))
            await settleWorkItem(tx, { kind: 'ledger_proof', subjectId, resolution: { code: 'ledger.proved' } })
        }
        for (const item of items) await openWorkItem(tx, item)
        await saveProof(tx, proof)
      })
      proved += 1
    } catch (error) {
      // The books of one stand in nobody's way.
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `the books of ${failures.length} tenants were not proved`)
  return proved
}
