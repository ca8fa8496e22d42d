import { setTimeout as pause } from 'node:timers/promises'
import { listAfter, listAll } from '@mainstay/db/list/list'
import { offersOnSale } from '@mainstay/db/offer/offer'
import { type Database, type ReadTx, readTenant } from '@mainstay/db/postgres/client'
import type { Tenant } from '@mainstay/db/tenant/tenant'
import { workflowRuns } from '@mainstay/db/workflow-run/workflow-run'
import type { Actor } from '@mainstay/domain/access/actor'
import type { Logger } from '@mainstay/telemetry/logger'
import type { WorkerConfig } from '../env.ts'
import type { MarketplacePlan } from './marketplace.ts'

export type DemoContext = {
  rw: Database
  ro: Database
  system: Database
  listening?: Database | undefined
  config: WorkerConfig
  /** Where the sandbox answers. */
  sandbox: string
  signInFile: string
  now: Date
  logger: Logger
  say: (line: string) => void
}

/** A marketplace of the demo, with its offers on sale. */
export type DemoMarketplace = {
  plan: MarketplacePlan
  tenant: Tenant
  storefront: Actor
  /** Ids of the offers, each seller's together. */
  offers: readonly string[]
}

/** All of a list, narrowed by its filters. */
export function allOf({ now }: { now: Date }, input: Record<string, unknown> = {}) {
  return { input, reader: { sellerIds: undefined, memberId: undefined, now } }
}

export async function listOfferIds(tx: ReadTx, now: Date): Promise<string[]> {
  const offers = await listAll(tx, offersOnSale, allOf({ now }))
  return offers.toSorted((a, b) => (a.sku < b.sku ? -1 : 1)).map((offer) => offer.id)
}

const patienceMs = 300_000

/** Waits until every run of a marketplace has ended or is held. */
export async function untilRunsEnd({ ro, now }: DemoContext, tenantId: string): Promise<void> {
  const openRuns = (tx: ReadTx) =>
    Promise.all(
      ['queued', 'running', 'waiting'].map((status) =>
        listAfter(tx, workflowRuns, { ...allOf({ now }, { status }), from: undefined, limit: 1 }),
      ),
    )
  for (const deadline = performance.now() + patienceMs; performance.now() < deadline; await pause(100)) {
    const open = await readTenant(ro, tenantId, openRuns)
    if (open.every((page) => page.items.length === 0)) return
  }
  throw new Error(`the runs of the demo did not end within ${patienceMs / 1000} s`)
}
