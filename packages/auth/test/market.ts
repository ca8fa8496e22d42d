import type { Member } from '@mainstay/db/access/member'
import type { OrgUnit } from '@mainstay/db/access/org-unit'
import { type Database, inTenant } from '@mainstay/db/postgres/client'
import { createTenant } from '@mainstay/db/tenant/create'
import { writer } from '@mainstay/db/test/writer'
import { v7 } from 'uuid'
import { hashPassword } from '../src/password.ts'

/** Cheaper than the real thing, so signing in once makes the hash anew. */
const cheap = { memoryCost: 64, timeCost: 1, parallelism: 1 }

export type Market = { tenantId: string; slug: string; operator: OrgUnit; maria: Member; jonas: Member }

export const password = 'a password for tests'

/** A tenant with Maria, who may release 5,000.00 EUR, and Jonas, who may release nothing. */
export async function openMarket(db: Database, slug: string): Promise<Market> {
  const tenantId = v7()
  const passwordHash = await hashPassword(password, cheap)
  const { operator, members } = await inTenant(db, writer(tenantId), (tx) =>
    createTenant(tx, {
      tenant: {
        slug,
        name: slug,
        currency: 'EUR',
        timeZone: 'Europe/Berlin',
        numberPrefix: 'T',
        salesMode: 'agent',
        taxInclusive: true,
        commissionBase: 'net',
        commissionTaxPpm: 190_000,
      },
      people: {
        maria: {
          name: 'Maria Lindholm',
          email: 'maria@market.example',
          title: 'Finance lead',
          roles: [{ role: 'finance', limit: { amount: 500_000, currency: 'EUR' } }],
        },
        jonas: { name: 'Jonas Weber', email: 'jonas@market.example', title: 'Support', roles: [{ role: 'support' }] },
      },
      passwordHash,
    }),
  )
  const maria = members.get('maria')
  const jonas = members.get('jonas')
  if (!maria || !jonas) throw new Error('the market opened without its people')
  return { tenantId, slug, operator, maria, jonas }
}
