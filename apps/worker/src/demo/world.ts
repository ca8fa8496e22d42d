import { setTimeout as pause } from 'node:timers/promises'
import { listOffersOnSale } from '@mainstay/db/offer/offer'
import { type Database, type ReadTx, readTenant } from '@mainstay/db/postgres/client'
import type { Tenant } from '@mainstay/db/tenant/tenant'
import { listRuns } from '@mainstay/db/workflow-run/workflow-run'
import type { Actor } from '@mainstay/domain/access/actor'
import type { Page, PageInput } from '@mainstay/domain/list/page'
import type { Logger } from '@mainstay/telemetry/logger'
import type { WorkerConfig } from '../env.ts'
import type { DemoMarketplace } from './marketplace.ts'

export type World = {
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

/** A marketplace that is open. */
export type OpenMarketplace = {
  plan: DemoMarketplace
  tenant: Tenant
  storefront: Actor
  /** Ids of the offers, each seller's together. */
  offers: readonly string[]
}

// Nobody else reads these pages.
export const cursorSecret = 'pages of the demo, read by the demo alone'

export async function listOfferIds(tx: ReadTx): Promise<string[]> {
  const offers = await allPages((input) => listOffersOnSale(tx, input, { cursorSecret }))
  return offers.toSorted((a, b) => (a.sku < b.sku ? -1 : 1)).map((offer) => offer.id)
}

/** Every row of a list, page by page. */
export async function allPages<T>(list: (input: PageInput) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await list({ limit: 200, ...(cursor === undefined ? {} : { cursor }) })
    items.push(...page.items)
    if (page.older === null) return items
    cursor = page.older
  }
}

const patienceMs = 300_000

/** Waits until every run of a marketplace has ended or is held. */
export async function untilAllIsDone({ ro }: World, tenantId: string): Promise<void> {
  const openRuns = (tx: ReadTx) =>
    Promise.all(
      (['queued', 'running', 'waiting'] as const).map((status) => listRuns(tx, { status, limit: 1 }, cursorSecret)),
    )
  for (const deadline = performance.now() + patienceMs; performance.now() < deadline; await pause(100)) {
    const open = await readTenant(ro, tenantId, openRuns)
    if (open.every((page) => page.items.length === 0)) return
  }
  throw new Error(`the runs of the demo did not end within ${patienceMs / 1000} s`)
}
