import { type Database, inTenant } from '@mainstay/db/postgres/client'
import { bySystem } from '@mainstay/domain/command/act'
import type { OpenTransaction } from './engine/active-run.ts'

/** Opens the transactions of commits: the marketplace acts by itself, for the run. */
export function runTransactions(rw: Database, clock: () => Date = () => new Date()): OpenTransaction {
  return ({ tenantId, id }, fn) => inTenant(rw, { tenantId, act: bySystem(clock(), id) }, fn)
}
