import { insertRoleGrant } from '@mainstay/db/access/role-grant'
import { inTenant, raw } from '@mainstay/db/postgres/client'
import { writer } from '@mainstay/db/test/writer'
import { isAskedEverywhere, isPermission } from '@mainstay/domain/access/permission'
import type { PlacedPurchase } from '@mainstay/domain/purchase/purchase'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../test/api.ts'
import { importIn } from '../../test/imported-history.ts'
import { placeIn, stockOf } from '../../test/placed-purchase.ts'
import { appRouter } from '../router/router.ts'
import { describeProcedures } from './procedures.ts'

let api: TestApi
let shared: PlacedPurchase
let foreign: PlacedPurchase

/** Blom's part waits and is not paid, Hahn's is late, held in the one and paid in the other. */
beforeAll(async () => {
  api = await testApi()
  const { blom, soap } = await stockOf(api, api.tenant)
  shared = await placeIn(api, api.tenant)
  foreign = await placeIn(api, api.tenant, [{ offerId: soap, quantity: 1 }])
  await inTenant(api.database.rw, writer(api.tenant.id), async (tx) => {
    await raw(
      tx,
      `update "order" set payment_status = 'paid', return_status = 'requested', ship_by = '2020-01-01'
       where tenant_id = $1 and number = any($2::text[])`,
      [tx.tenantId, [`${shared.number}-B`, `${foreign.number}-A`]],
    )
    await raw(
      tx,
      `update purchase set payment_status = 'partially_paid', fulfilment_status = 'partially_shipped', version = 7
       where tenant_id = $1 and id = $2`,
      [tx.tenantId, shared.id],
    )
    await insertRoleGrant(tx.as({ reason: 'sells for Blom' }), {
      memberId: api.tenant.member('nobody').id,
      role: 'administrator',
      orgUnitId: blom.orgUnit.id,
      reach: 'subtree',
    })
  })
}, 60_000)
afterAll(() => api.close())

async function asBlom(url: string) {
  const answer = await api.app.inject({ url: `/v1${url}`, headers: { cookie: await api.tenant.cookieOf('nobody') } })
  return { status: answer.statusCode, json: () => answer.json(), body: answer.body }
}

/** The numbers a list, its count and its file tell of, which have to agree. */
async function found(query: string): Promise<string[]> {
  const [page, count, file] = await Promise.all([
    asBlom(`/purchases?${query}`),
    asBlom(`/purchases/count?${query}`),
    asBlom(`/purchases.csv?${query}&columns=number`),
  ])
  const numbers = page.json().items.map(({ number }: { number: string }) => number)
  expect(count.json(), query).toEqual({ count: numbers.length, isMore: false })
  expect(file.body.split('\r\n').slice(1, -1), query).toEqual(numbers)
  return numbers
}

test("a seller's people are shown their part of a purchase, in the list and on its page", async () => {
  const own = { paymentStatus: 'unpaid', fulfilmentStatus: 'placed', returnStatus: 'none', total: { amount: 1190 } }
  expect((await asBlom('/purchases')).json().items).toMatchObject([{ number: shared.number, ...own }])
  expect((await asBlom(`/purchases/${shared.id}`)).json()).toMatchObject({ ...own, version: 1, payment: null })
})

test("a seller's people find a purchase by nothing but their own part", async () => {
  const { blom, hahn } = await stockOf(api, api.tenant)
  for (const query of ['', 'paymentStatus=unpaid', 'fulfilmentStatus=placed', `sellerId=${blom.id}`, 'totalTo=1190'])
    expect(await found(query), query).toEqual([shared.number])
  for (const query of [
    'paymentStatus=partially_paid',
    'fulfilmentStatus=partially_shipped',
    `sellerId=${hahn.id}`,
    'totalFrom=1191',
    'view=late',
    'view=to_accept',
    'query=Hahn%20Hygiene',
  ])
    expect(await found(query), query).toEqual([])
})

test('an amount is of the marketplace’s currency unless another is named', async () => {
  expect(await found('totalFrom=1')).toEqual([shared.number])
  expect(await found('totalFrom=1&totalCurrency=BRL')).toEqual([])
  expect((await asBlom('/purchases?totalCurrency=XXL')).status).toBe(400)
})

test("what is of the whole marketplace is no right of a seller's people, and is not there for them", async () => {
  const { permissions } = await (await api.tenant.callerAs('nobody')).session.me()
  expect(permissions.filter((each) => isPermission(each) && isAskedEverywhere(each))).toEqual([])
  expect(permissions).toContain('seller.suspend')
  const asked = describeProcedures(appRouter).filter(
    ({ meta: { permission } }) => permission !== undefined && isAskedEverywhere(permission),
  )
  expect(asked.length).toBeGreaterThan(30)
  for (const { path } of asked)
    await expect(api.tenant.callAs('nobody', path, {}), path).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test("a seller's people are told nothing of what is no seller's", async () => {
  for (const path of ['approvals', 'work-items', 'runs', 'webhooks', 'import-runs', 'audit'])
    for (const url of [`/${path}`, `/${path}/count`, `/${path}.csv`])
      expect(await asBlom(url), url).toMatchObject({ status: 404 })
  for (const path of ['orders', 'refunds', 'sellers'])
    for (const url of [`/${path}`, `/${path}/count`, `/${path}.csv`]) {
      const { status, body } = await asBlom(url)
      expect(status, url).toBe(200)
      expect(body, url).not.toContain('Hahn')
    }
  for (const url of [
    `/purchases/${foreign.id}`,
    `/purchases/${shared.id}/money`,
    `/work-items/counts`,
    `/work-items/colleagues`,
  ])
    expect(await asBlom(url), url).toMatchObject({ status: 404 })
  const caller = await api.tenant.callerAs('nobody')
  expect(await caller.overview.get()).toEqual({
    work: null,
    approvals: null,
    lateOrders: null,
    orders: null,
    money: null,
    concerns: [],
  })
})

test("a seller's people do not learn which import brought or touched a purchase", async () => {
  const { id } = await importIn(api, api.tenant)
  await inTenant(api.database.rw, writer(api.tenant.id), (tx) =>
    raw(tx, 'update purchase set import_run_id = $3 where tenant_id = $1 and id = $2', [tx.tenantId, shared.id, id]),
  )
  const { items } = await (await api.tenant.callerAs('maria')).purchase.list({ importRunId: id })
  expect(items.map(({ number }) => number)).toContain(shared.number)
  expect(await found(`importRunId=${id}`)).toEqual([])
})
