import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isPasswordOf } from '@mainstay/auth/password'
import { findMemberCredentials } from '@mainstay/db/access/member'
import { balanceDifferences } from '@mainstay/db/ledger/reading'
import { acrossTenants, raw, readTenant } from '@mainstay/db/postgres/client'
import { findTenantBySlug, listTenantSlugs } from '@mainstay/db/tenant/tenant'
import { type TestDatabase, testDatabase } from '@mainstay/db/test/database'
import { openMarket } from '@mainstay/db/test/market'
import { readLedger } from '@mainstay/sandbox/test/control'
import { type SpawnedSandbox, spawnSandbox } from '@mainstay/sandbox/test/spawn-sandbox'
import { createLogger } from '@mainstay/telemetry/logger'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildDemo } from './build-demo.ts'
import type { DemoContext } from './demo-context.ts'
import { baltic, type MarketplacePlan, nordwind } from './marketplace.ts'
import { readSignIn } from './sign-in-file.ts'

const plans = [
  { ...nordwind, size: { sellers: 8, offersEach: 10, purchases: 40 } },
  { ...baltic, size: { sellers: 2, offersEach: 4, purchases: 3 } },
] as const satisfies readonly MarketplacePlan[]

let database: TestDatabase
let sandbox: SpawnedSandbox
let folder: string
let demo: DemoContext

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mainstay-demo-'))
  database = await testDatabase({ connectionsMax: 30 })
  sandbox = await spawnSandbox()
  demo = demoIn(database)
}, 60_000)

afterAll(async () => {
  await sandbox.stop()
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

function demoIn({ rw, ro, system }: TestDatabase): DemoContext {
  return {
    rw,
    ro,
    system,
    sandbox: sandbox.url,
    signInFile: join(folder, 'sign-in.json'),
    now: new Date('2026-11-19T13:20:00Z'),
    logger: createLogger('demo', process.stderr),
    say: () => {},
    config: {
      stripe: { secretKey: 'sk_test_sandbox', apiBase: sandbox.url },
      smtp: { host: '127.0.0.1', port: sandbox.smtpPort, secure: false, from: 'Nordwind <shop@nordwind.example>' },
      workflows: { mailDomain: 'nordwind.example', mailLocale: 'en-IE' },
      healthPort: undefined,
      concurrency: 16,
      graceMs: 5000,
    },
  }
}

async function tenantIdOf(slug: string): Promise<string> {
  const tenant = await acrossTenants(database.system, (tx) => findTenantBySlug(tx, slug))
  if (tenant === undefined) throw new Error(`there is no ${slug}`)
  return tenant.id
}

/** `{ paid: 22, … }` of one column of a table. */
async function counts(table: string, column: string, tenantId: string): Promise<Record<string, number>> {
  const text = `select ${column} as value, count(*)::int as count from ${table} where tenant_id = $1 group by 1 order by 1`
  const rows = await readTenant(database.ro, tenantId, (tx) =>
    raw<{ value: string; count: number }>(tx, text, [tenantId]),
  )
  return Object.fromEntries(rows.map(({ value, count }) => [value, count]))
}

async function everything(tenantId: string) {
  return {
    purchases: await counts('purchase', 'payment_status', tenantId),
    refunds: await counts('refund', 'status', tenantId),
    runs: await counts('workflow_run', 'status', tenantId),
    entries: await counts('journal_entry', 'kind', tenantId),
    audit: await counts('audit_entry', 'action', tenantId),
  }
}

describe('the demo', () => {
  test('that is ended before its refunds is complete after the next start, with each thing once', async () => {
    const ending = (line: string) => {
      if (/Nordwind.*refunds/.test(line)) throw new Error('ended')
    }
    await expect(buildDemo({ ...demo, say: ending }, plans, 'a password of the demo')).rejects.toThrow('ended')
    expect(await buildDemo(demo, plans)).toBe('built')

    const { purchases, refunds, runs } = await everything(await tenantIdOf('nordwind'))
    expect(purchases).toEqual({ authorized: 4, failed: 1, paid: 16, partially_refunded: 12, unknown: 2, unpaid: 5 })
    expect(refunds).toEqual({ denied: 2, failed: 1, requested: 8, succeeded: 12, unknown: 1 })
    expect(runs).toEqual({ completed: 42, failed: 9, queued: 3 })
  }, 120_000)

  test('has payments of their day, and runs whose ids are made in the order of time', async () => {
    const tenantId = await tenantIdOf('nordwind')
    const [of] = await readTenant(database.ro, tenantId, (tx) =>
      raw<{ otherDays: number; otherIds: number }>(
        tx,
        `select (select count(*)::int from payment join purchase on purchase.tenant_id = $1 and purchase.id = payment.purchase_id
           where payment.tenant_id = $1 and payment.created_at <> purchase.placed_at) as "otherDays",
         (select count(*)::int from workflow_run where tenant_id = $1 and substr(id::text, 15, 1) <> '7') as "otherIds"`,
        [tenantId],
      ),
    )
    expect(of).toEqual({ otherDays: 0, otherIds: 0 })
  })

  test('has books that are proven, and the provider has taken and given back what they say', async () => {
    const { payments } = await readLedger(sandbox.url)
    for (const { tenant } of plans) {
      const tenantId = await tenantIdOf(tenant.slug)
      expect(await readTenant(database.ro, tenantId, balanceDifferences)).toEqual([])
      const ours = await readTenant(database.ro, tenantId, (tx) =>
        raw<{ id: string; captured: number; refunded: number }>(
          tx,
          `select payment.id, payment.captured, payment.refunded from payment
           where payment.tenant_id = $1 and payment.status <> 'unknown' and not exists (
             select from refund where refund.tenant_id = $1 and refund.payment_id = payment.id and refund.status = 'unknown')`,
          [tenantId],
        ),
      )
      const theirs = new Map(payments.map((payment) => [payment.paymentId, payment]))
      const differing = ours.filter(({ id, captured, refunded }) => {
        const { captured: taken = 0, refunded: given = 0 } = theirs.get(id) ?? {}
        return taken !== captured || given !== refunded
      })
      expect(ours.length).toBeGreaterThan(2)
      expect(differing).toEqual([])
    }
  })

  test('changes nothing when it is started again, also beside a marketplace that came later', async () => {
    const tenantId = await tenantIdOf('nordwind')
    await openMarket(database.rw)
    const before = await everything(tenantId)
    expect(await buildDemo(demo, plans)).toBe('was built')
    expect(await everything(tenantId)).toEqual(before)
  })

  test('lets its people in with the password in a file of which only the owner reads', async () => {
    const signIn = readSignIn(demo.signInFile)
    expect(statSync(demo.signInFile).mode & 0o777).toBe(0o600)
    expect(signIn?.password).toBe('a password of the demo')
    expect(signIn?.people).toContainEqual({
      name: 'Maria Lindholm',
      email: 'maria.lindholm@nordwind.example',
      role: 'Finance lead',
    })
    const maria = await readTenant(database.rw, await tenantIdOf('nordwind'), (tx) =>
      findMemberCredentials(tx, 'maria.lindholm@nordwind.example'),
    )
    expect(await isPasswordOf(maria?.passwordHash ?? '', signIn?.password ?? '')).toBe(true)
  })

  test('leaves a database alone that holds somebody’s own marketplace', async () => {
    const owned = await testDatabase()
    const { tenant } = await openMarket(owned.rw)
    expect(await buildDemo(demoIn(owned), plans)).toBe('not empty')
    expect(await acrossTenants(owned.system, listTenantSlugs)).toEqual([tenant.slug])
    await owned.close()
  })
})
