import { randomBytes } from 'node:crypto'
import { validateApiKey } from '@mainstay/auth/api-key'
import { hashPassword } from '@mainstay/auth/password'
import { acrossTenants, inTenant, readTenant } from '@mainstay/db/postgres/client'
import { findTenantBySlug } from '@mainstay/db/tenant/tenant'
import { bySystem } from '@mainstay/domain/command/act'
import { v7 } from 'uuid'
import { createMarketplace, daysBefore, daysOfHistory } from './create-marketplace.ts'
import { type DemoContext, type DemoMarketplace, listOfferIds } from './demo-context.ts'
import type { MarketplacePlan } from './marketplace.ts'
import { readSignIn, type SignIn, type Workspace, writeSignIn } from './sign-in-file.ts'

/** Creates the tenants that are missing. All people of the demo share one password. */
export async function createTenants(
  demo: DemoContext,
  plans: readonly MarketplacePlan[],
  password: string | undefined,
): Promise<DemoMarketplace[]> {
  const shared = readSignIn(demo.signInFile)?.password ?? password ?? randomBytes(9).toString('base64url')
  const passwordHash = await hashPassword(shared)
  const opened: DemoMarketplace[] = []
  for (const plan of plans) opened.push(await findOrCreateTenant(demo, plan, { password: shared, passwordHash }))
  return opened
}

type Secrets = { password: string; passwordHash: string }

async function findOrCreateTenant(
  demo: DemoContext,
  plan: MarketplacePlan,
  secrets: Secrets,
): Promise<DemoMarketplace> {
  const { rw, ro, system, now, signInFile } = demo
  const { slug } = plan.tenant
  const existing = await acrossTenants(system, (tx) => findTenantBySlug(tx, slug))
  if (existing === undefined) {
    demo.say(
      `Opening ${plan.tenant.name}: ${plan.size.sellers} sellers, ${plan.size.sellers * plan.size.offersEach} offers`,
    )
    const act = bySystem(daysBefore(now, daysOfHistory + 60))
    await inTenant(rw, { tenantId: v7(), act }, async (tx) => {
      const { storefrontApiKey } = await createMarketplace(tx, plan, secrets.passwordHash)
      // Before the commit: a marketplace nobody can sign in to must not exist.
      keepSignIn(signInFile, secrets.password, workspaceOf(plan, storefrontApiKey))
    })
  }
  const key = workspaces(readSignIn(signInFile)).find(({ tenant }) => tenant === slug)?.storefrontApiKey
  const program = key === undefined ? undefined : await validateApiKey(rw, key, now)
  if (program?.tenant.slug !== slug) {
    throw new Error(`the demo of ${slug} is half built and ${signInFile} is not of it: start on an empty database`)
  }
  const { tenant, actor: storefront } = program
  return { plan, tenant, storefront, offers: await readTenant(ro, tenant.id, (tx) => listOfferIds(tx, now)) }
}

function workspaceOf({ tenant, members }: MarketplacePlan, storefrontApiKey: string): Workspace {
  const everybody = Object.values(members).map(({ name, email, title }) => ({ name, email, role: title }))
  return { tenant: tenant.slug, people: everybody, storefrontApiKey }
}

function workspaces(signIn: SignIn | undefined): Workspace[] {
  return signIn === undefined ? [] : [signIn, ...signIn.others]
}

/** The first marketplace opened heads the file. */
function keepSignIn(file: string, password: string, workspace: Workspace): void {
  const before = readSignIn(file)
  const isFirst = before === undefined || before.tenant === workspace.tenant
  const others = before?.others.filter(({ tenant }) => tenant !== workspace.tenant) ?? []
  writeSignIn(file, isFirst ? { ...workspace, password, others } : { ...before, others: [...others, workspace] })
}
