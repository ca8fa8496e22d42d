import { recordAudit } from '@mainstay/db/audit/audit'
import { auditEntries } from '@mainstay/db/audit/list'
import { listAfter } from '@mainstay/db/list/list'
import { acrossTenants, inTenant, readTenant } from '@mainstay/db/postgres/client'
import { findTenantBySlug, listTenantSlugs } from '@mainstay/db/tenant/tenant'
import { bySystem } from '@mainstay/domain/command/act'
import { tellApplications } from './applications.ts'
import type { DemoMarketplace } from './marketplace.ts'
import { openAll } from './open.ts'
import type { Pace } from './pace.ts'
import { placePurchases } from './place-purchases.ts'
import { setFaults } from './provider-faults.ts'
import { purchasesToCome, tellPurchases } from './purchases.ts'
import { tellRefunds } from './refunds.ts'
import { startWorkerOfThePast } from './worker-of-the-past.ts'
import { allOf, type OpenMarketplace, type World } from './world.ts'

const built = 'tenant.build'

/**
 * Builds the demo on an empty database, or goes on where an earlier start was ended. Everything happens through the
 * functions the api and the worker use. Answers whether there was anything to do.
 */
export async function buildDemo(
  world: World,
  plans: readonly [DemoMarketplace, ...DemoMarketplace[]],
  password?: string,
): Promise<'built' | 'was built' | 'not empty'> {
  const [first] = plans
  const slugs = await acrossTenants(world.system, listTenantSlugs)
  // A marketplace that came later, by an import, does not make the demo's own a stranger's.
  const isOurs = (slug: string) => plans.some(({ tenant }) => tenant.slug === slug)
  if (slugs.length > 0 && !slugs.some(isOurs)) return 'not empty'
  if (await isBuilt(world, first)) return 'was built'

  const opened = await openAll(world, plans, password)
  const pace: Pace = new Map()
  const worker = startWorkerOfThePast(world, pace)
  const justPlaced: (() => Promise<void>)[] = []
  try {
    // The first marketplace last: it ends with a refund whose bounce must find the provider's webhooks undisturbed.
    for (const open of opened.toReversed()) {
      const toCome = await purchasesToCome(world, open, pace)
      world.say(`${open.tenant.name}: purchases of the last weeks (${toCome.length})`)
      await tellPurchases(world, open, toCome)
      world.say(`${open.tenant.name}: refunds asked for, decided and sent (${open.plan.refunds.length})`)
      await tellRefunds(world, open, pace)
      await tellApplications(world, open)
      const recent = toCome.filter(({ fate }) => fate === 'just_placed')
      justPlaced.push(() => placePurchases(world.rw, open, recent))
    }
  } finally {
    await setFaults(world.sandbox, [])
    await worker.stop()
  }
  for (const place of justPlaced) await place()
  await markBuilt(world, opened)
  return 'built'
}

async function isBuilt({ system, ro, now }: World, { tenant: { slug } }: DemoMarketplace): Promise<boolean> {
  const tenant = await acrossTenants(system, (tx) => findTenantBySlug(tx, slug))
  if (tenant === undefined) return false
  const marks = await readTenant(ro, tenant.id, (tx) =>
    listAfter(tx, auditEntries, { ...allOf({ now }, { action: built }), from: undefined, limit: 1 }),
  )
  return marks.items.length > 0
}

/** The last act, of which a later start reads that none is missing. */
async function markBuilt({ rw }: World, [first]: readonly OpenMarketplace[]): Promise<void> {
  if (first === undefined) return
  const { id, name } = first.tenant
  await inTenant(rw, { tenantId: id, act: bySystem(new Date()) }, (tx) =>
    recordAudit(tx, { action: built, subject: { type: 'tenant', id, label: name }, changes: [] }),
  )
}
