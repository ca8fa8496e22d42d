import { randomBytes } from 'node:crypto'
import { createApiKey } from '@mainstay/auth/api-key'
import { startSession } from '@mainstay/auth/session'
import { insertMember } from '@mainstay/db/access/member'
import { insertRoleGrant } from '@mainstay/db/access/role-grant'
import { connect, type Database, inTenant } from '@mainstay/db/postgres/client'
import { migrate } from '@mainstay/db/postgres/migrate'
import { bootstrapRoles, type LoginRole, roleUrl } from '@mainstay/db/postgres/roles'
import { type Market, openMarket, openOffer } from '@mainstay/db/test/market'
import { writer } from '@mainstay/db/test/writer'
import pg from 'pg'

/** A migrated database of its own with one market, somebody who may read it, and a storefront. */
export type BenchMarket = {
  market: Market
  adminUrl: string
  urls: Record<LoginRole, string>
  rw: Database
  ro: Database
  sessionToken: string
  apiKey: string
  offers: string[]
  close(): Promise<void>
}

export async function openBenchMarket(serverUrl: string): Promise<BenchMarket> {
  const name = `bench_${randomBytes(4).toString('hex')}`
  await onServer(serverUrl, `create database ${name}`)
  const adminUrl = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href
  await bootstrapRoles(adminUrl, {})
  const urls = {
    app_migrator: roleUrl(adminUrl, 'app_migrator', ''),
    app_rw: roleUrl(adminUrl, 'app_rw', ''),
    app_ro: roleUrl(adminUrl, 'app_ro', ''),
    app_system: roleUrl(adminUrl, 'app_system', ''),
  }
  await migrate(urls.app_migrator)
  const rw = connect(urls.app_rw)
  const ro = connect(urls.app_ro)
  const market = await openMarket(rw)
  const { tenantId, operator, blom, hahn } = market

  const { member, apiKey, offers } = await inTenant(rw, writer(tenantId), async (tx) => {
    const member = await insertMember(tx, {
      orgUnitId: operator.id,
      name: 'Maria Lindholm',
      email: 'maria@bench.example',
      title: 'Finance lead',
      passwordHash: 'nobody signs in with a password here',
    })
    await insertRoleGrant(tx, {
      memberId: member.id,
      role: 'finance',
      orgUnitId: operator.id,
      reach: 'subtree',
    })
    const scopes = ['purchase.place', 'purchase.read'] as const
    const { key } = await createApiKey(tx, {
      name: 'Bench storefront',
      scopes: [...scopes],
    })
    const offers: string[] = []
    for (let n = 0; n < 200; n += 1) {
      const seller = n % 2 === 0 ? blom : hahn
      offers.push(await openOffer(tx, { seller, sku: `BENCH-${n}`, unitPrice: 1190 + n, onHand: 1_000_000 }))
    }
    return { member, apiKey: key, offers }
  })
  const { token } = await startSession(rw, { tenantId, member, ip: null, userAgent: null }, new Date())

  return {
    market,
    adminUrl,
    urls,
    rw,
    ro,
    sessionToken: token,
    apiKey,
    offers,
    async close() {
      await Promise.all([rw.close(), ro.close()])
      await onServer(serverUrl, `drop database ${name} with (force)`)
    },
  }
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
