import { insertOrgUnit, isWithinReach, type OrgUnit } from '@mainstay/db/access/org-unit'
import { inTenant, readTenant } from '@mainstay/db/postgres/client'
import { type TestDatabase, testDatabase } from '@mainstay/db/test/database'
import { writer } from '@mainstay/db/test/writer'
import { type Grant, grantsAt } from '@mainstay/domain/access/grant'
import { permissionKeys } from '@mainstay/domain/access/permission'
import type { RoleKey } from '@mainstay/domain/access/role'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Market, openMarket } from '../test/market.ts'
import { abilityOfGrants, activeGrants, isInReach, reachOf } from './ability.ts'

let database: TestDatabase
let market: Market
const units: OrgUnit[] = []

beforeAll(async () => {
  database = await testDatabase()
  market = await openMarket(database.rw, 'market')
  units.push(market.operator)
  await inTenant(database.rw, writer(market.tenantId), async (tx) => {
    for (let number = 1; number <= 30; number += 1) {
      const parent = units[Math.floor((number - 1) / 3)]
      if (parent) units.push(await insertOrgUnit(tx, { kind: 'region', name: `Region ${number}`, parent }))
    }
  })
})
afterAll(() => database.close())

const now = new Date('2026-11-22T12:00:00Z')
const roleKeys: RoleKey[] = ['viewer', 'support', 'finance', 'engineer', 'compliance', 'administrator', 'storefront']

const anyGrant = fc.record({
  unit: fc.nat(30),
  role: fc.constantFrom(...roleKeys),
  reach: fc.constantFrom('self' as const, 'subtree' as const),
  expiresAt: fc.constantFrom(null, new Date(now.getTime() - 1), new Date(now.getTime() + 1)),
})

test('the filter in PostgreSQL lets through exactly what is in reach one by one', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyGrant, { maxLength: 5 }),
      fc.constantFrom(...permissionKeys),
      async (held, permission) => {
        const grants = held.flatMap(({ unit: index, ...facts }): Grant[] => {
          const orgUnit = units[index]
          return orgUnit ? [{ ...facts, id: orgUnit.id, orgUnit, limit: null }] : []
        })
        const actor = { ability: abilityOfGrants(grants, now) }
        const rows = await readTenant(database.rw, market.tenantId, (tx) =>
          tx
            .selectFrom('org_unit')
            .select('id')
            .where('tenant_id', '=', tx.tenantId)
            .where((eb) => isWithinReach(eb.ref('org_unit.path'), reachOf(actor, permission)))
            .execute(),
        )
        const inReach = units.filter(({ path }) => isInReach(actor, permission, path))
        expect(rows.map(({ id }) => id).sort()).toEqual(inReach.map(({ id }) => id).sort())
        const named = units.filter(({ path }) => grantsAt(activeGrants(grants, now), permission, { path }).length > 0)
        expect(named, 'where it is in reach there is a grant to name, and nowhere else').toEqual(inReach)
      },
    ),
    { numRuns: 300 },
  )
})
