import { insertRoleGrant } from '@mainstay/db/access/role-grant'
import { inTenant } from '@mainstay/db/postgres/client'
import { bulkPurchases } from '@mainstay/db/test/bulk-purchases'
import { writer } from '@mainstay/db/test/writer'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../test/api.ts'
import { basketOf, placeIn, stockOf } from '../../test/placed-purchase.ts'
import { CsvLines } from './export.ts'

let api: TestApi
beforeAll(async () => {
  api = await testApi()
  await placeIn(api, api.tenant)
  await placeIn(api, api.otherTenant)
})
afterAll(() => api.close())

async function exported(url: string, person: Parameters<TestApi['tenant']['cookieOf']>[0] = 'henrik') {
  const answer = await api.app.inject({ url, headers: { cookie: await api.tenant.cookieOf(person) } })
  return { ...answer, status: answer.statusCode, lines: answer.body.split('\r\n').slice(0, -1) }
}

test('a list is taken away as a file of its tenant’s rows, a column for each field', async () => {
  const { status, headers, lines } = await exported('/v1/purchases.csv')
  expect(status).toBe(200)
  expect(headers['content-type']).toBe('text/csv; charset=utf-8; header=present')
  expect(headers['content-disposition']).toMatch(/^attachment; filename="purchase-\d{4}-\d\d-\d\d\.csv"$/)
  expect(lines).toHaveLength(2)
  expect(lines[0]).toBe(
    'id,number,placedAt,buyer.id,buyer.name,sellers,paymentStatus,fulfilmentStatus,returnStatus,shipBy,total,total.currency',
  )
  expect(lines[1]).toMatch(/^[0-9a-f-]{36},NW-\w{8},.*,Blom Papier; Hahn Hygiene,unpaid,placed,none,.*,\d+\.\d\d,EUR$/)
})

test('the filters and the order of the list hold, and columns can be chosen', async () => {
  const { paper } = await stockOf(api, api.tenant)
  const dear = await placeIn(api, api.tenant, [{ offerId: paper, quantity: 40 }])
  const url = '/v1/purchases.csv?sort=-total&columns=number,total'
  expect((await exported(url)).lines.slice(0, 2)).toEqual([
    'number,total,total.currency',
    `${dear.number},${(dear.total.amount / 100).toFixed(2)},EUR`,
  ])
  expect((await exported(`${url}&query=${dear.number}`)).lines).toHaveLength(2)
  expect((await exported(`${url}&totalFrom=${dear.total.amount + 1}`)).lines).toHaveLength(1)
  expect((await exported('/v1/purchases.csv?bom=true')).body.startsWith('\uFEFFid,')).toBe(true)
})

test('what is asked for wrongly is refused before anything is sent', async () => {
  for (const query of ['columns=number,margin', 'sort=buyer', 'totalFrom=much', 'bom=1'])
    expect(await exported(`/v1/purchases.csv?${query}`), query).toMatchObject({ status: 400 })
  const cookie = await api.tenant.cookieOf('henrik')
  const url = `/trpc/purchase.export?input=${encodeURIComponent('{"json":{}}')}`
  expect(await api.app.inject({ url, headers: { cookie } })).toMatchObject({ statusCode: 415 })
})

test('a name that a spreadsheet would run is a text', async () => {
  const { soap } = await stockOf(api, api.tenant)
  const shop = await api.tenant.callerWithKey(['purchase.place'], { idempotencyKey: v7() })
  const { buyer, ...basket } = basketOf([{ offerId: soap, quantity: 1 }])
  const name = '=HYPERLINK("https://evil.example","open")'
  await shop.purchase.place({ ...basket, buyer: { ...buyer, externalId: 'evil', name } })
  const { body } = await exported('/v1/purchases.csv?columns=buyer.name')
  expect(body).toContain(`"'=HYPERLINK(""https://evil.example"",""open"")"`)
})

test('who may not read a list may not take it away, and who sees one seller takes that one’s part', async () => {
  expect(await exported('/v1/purchases.csv', 'nobody')).toMatchObject({ status: 403 })
  expect(await exported('/v1/audit.csv', 'maria')).toMatchObject({ status: 403 })
  const { blom } = await stockOf(api, api.tenant)
  const trainee = api.tenant.member('nobody')
  await inTenant(api.database.rw, writer(api.tenant.id), (tx) =>
    insertRoleGrant(tx, {
      memberId: trainee.id,
      role: 'viewer',
      orgUnitId: blom.orgUnit.id,
      reach: 'subtree',
    }),
  )
  const { status, body } = await exported('/v1/purchases.csv?columns=sellers', 'nobody')
  expect(status).toBe(200)
  expect(body).toContain('Blom Papier')
  expect(body).not.toContain('Hahn')
  expect(await exported('/v1/approvals.csv', 'nobody')).toMatchObject({ status: 404 })
})

test('who took which rows away is in the audit log', async () => {
  await exported('/v1/purchases.csv?paymentStatus=paid', 'maria')
  const cookie = await api.tenant.cookieOf('henrik')
  const answer = await api.app.inject({ url: '/v1/audit?action=purchase.export&limit=1', headers: { cookie } })
  expect(answer.json().items[0]).toMatchObject({
    action: 'purchase.export',
    actor: { name: 'Maria Lindholm' },
    subject: { label: 'Purchases, newest first' },
    changes: expect.arrayContaining([{ field: 'paymentStatus', before: null, after: 'paid' }]),
  })
})

test('a storefront takes away what it may see', async () => {
  const authorization = `Bearer ${await api.tenant.apiKey(['purchase.read'])}`
  const answer = await api.app.inject({ url: '/v1/purchases.csv', headers: { authorization } })
  expect(answer).toMatchObject({ statusCode: 200 })
  expect(answer.body.split('\r\n').length).toBeGreaterThan(2)
  expect(await api.app.inject({ url: '/v1/refunds.csv', headers: { authorization } })).toMatchObject({
    statusCode: 403,
  })
})

test('a list longer than what is read at once has every row once, and is read no further than it is taken', async () => {
  const stock = await stockOf(api, api.otherTenant)
  await bulkPurchases(api.database.adminUrl, { ...stock, tenantId: api.otherTenant.id }, 2500)
  const exportOf = () => api.otherTenant.callAs('henrik', 'purchase.export', { columns: 'number', sort: 'total' })
  const parts: string[] = []
  for await (const part of CsvLines.parse(await exportOf())) parts.push(part)
  const numbers = parts.join('').split('\r\n').slice(1, -1)
  expect(numbers).toHaveLength(2501)
  expect(new Set(numbers).size).toBe(2501)
  expect(parts.map((part) => part.split('\r\n').length - 1)).toEqual([1, 1000, 1000, 501])

  const { pool } = api.database.ro
  const readsOf = async (take: number) => {
    let reads = 0
    const count = () => void (reads += 1)
    pool.on('acquire', count)
    const taken = CsvLines.parse(await exportOf())[Symbol.asyncIterator]()
    for (let part = 0; part < take; part += 1) await taken.next()
    await taken.return?.()
    pool.off('acquire', count)
    return reads
  }
  expect((await readsOf(3)) - (await readsOf(1))).toBe(2)
})
