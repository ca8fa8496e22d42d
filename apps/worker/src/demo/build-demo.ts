import { recordAudit } from '@mainstay/db/audit/audit'
import { auditEntries } from '@mainstay/db/audit/list'
import { listAfter } from '@mainstay/db/list/list'
import { acrossTenants, inTenant, readTenant } from '@mainstay/db/postgres/client'
import { findTenantBySlug, listTenantSlugs } from '@mainstay/db/tenant/tenant'
import { bySystem } from '@mainstay/domain/command/act'
import type { BackdatedRuns } from './backdate.ts'
import { createTenants } from './create-tenants.ts'
import { allOf, type DemoContext, type DemoMarketplace } from './demo-context.ts'
import { startDemoWorker } from './demo-worker.ts'
import type { MarketplacePlan } from './marketplace.ts'
import { placePurchases } from './place-purchases.ts'
import { setFaults } from './provider-faults.ts'
import { seedApplications } from './seed-applications.ts'
import { purchasesToPlace, seedPurchases } from './seed-purchases.ts'
import { seedRefunds } from './seed-refunds.ts'

const built = 'tenant.build'

/**
 * Builds the demo on an empty database, or goes on where an earlier start was ended. Everything happens through the
 * functions the api and the worker use. Answers whether there was anything to do.
 */
export async function buildDemo(
  demo: DemoContext,
  plans: readonly [MarketplacePlan, ...MarketplacePlan[]],
  password?: string,
): Promise<'built' | 'was built' | 'not empty'> {
  const [first] = plans
  const slugs = await acrossTenants(demo.system, listTenantSlugs)
  // A marketplace that came later, by an import, does not make the demo's own a stranger's.
  const isOurs = (slug: string) => plans.some(({ tenant }) => tenant.slug === slug)
  if (slugs.length > 0 && !slugs.some(isOurs)) return 'not empty'
  if (await isBuilt(demo, first)) return 'was built'

  const opened = await createTenants(demo, plans, password)
  const backdated: BackdatedRuns = new Map()
  const worker = startDemoWorker(demo, backdated)
  const justPlaced: (() => Promise<void>)[] = []
  try {
    // The first marketplace last: it ends with a refund whose bounce must find the provider's webhooks undisturbed.
    for (const market of opened.toReversed()) {
      const toPlace = await purchasesToPlace(demo, market, backdated)
      demo.say(`${market.tenant.name}: purchases of the last weeks (${toPlace.length})`)
      await seedPurchases(demo, market, toPlace)
      demo.say(`${market.tenant.name}: refunds asked for, decided and sent (${market.plan.refunds.length})`)
      await seedRefunds(demo, market, backdated)
      await seedApplications(demo, market)
      const recent = toPlace.filter(({ fate }) => fate === 'just_placed')
      justPlaced.push(() => placePurchases(demo.rw, market, recent))
    }
  } finally {
    await setFaults(demo.sandbox, [])
    await worker.stop()
  }
  for (const place of justPlaced) await place()
  await markBuilt(demo, opened)
  return 'built'
}

async function isBuilt({ system, ro, now }: DemoContext, { tenant: { slug } }: MarketplacePlan): Promise<boolean> {
  const tenant = await acrossTenants(system, (tx) => findTenantBySlug(tx, slug))
  if (tenant === undefined) return false
  const marks = await readTenant(ro, tenant.id, (tx) =>
    listAfter(tx, auditEntries, { ...allOf({ now }, { action: built }), from: undefined, limit: 1 }),
  )
  return marks.items.length > 0
}

/** The last act, of which a later start reads that none is missing. */
async function markBuilt({ rw }: DemoContext, [first]: readonly DemoMarketplace[]): Promise<void> {
  if (first === undefined) return
  const { id, name } = first.tenant
  await inTenant(rw, { tenantId: id, act: bySystem(new Date()) }, (tx) =>
    recordAudit(tx, { action: built, subject: { type: 'tenant', id, label: name }, changes: [] }),
  )
}
