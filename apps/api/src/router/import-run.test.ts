import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../test/api.ts'
import { importIn } from '../../test/imported-history.ts'

let api: TestApi
beforeAll(async () => {
  api = await testApi()
})
afterAll(() => api.close())

test('an import shows its file beside the tables and the ledger, and they agree', async () => {
  const { id } = await importIn(api, api.tenant)
  const clara = await api.tenant.callerAs('clara')
  const run = await clara.importRun.get({ importRunId: id })
  expect(run).toMatchObject({
    status: 'completed_with_errors',
    purchasesImported: 2,
    purchasesPresent: 0,
    purchasesRejected: 1,
    file: { purchases: 2, splitPurchases: 1, orders: 3, sellers: 2, products: 2, items: 30880, freight: 3322 },
    ledger: { entries: 3, openingBalance: 34202, sellerPending: 34202 },
    errorCount: 1,
    errors: [{ line: 5, field: 'price', message: 'is empty', purchaseExternalId: 'C-1' }],
  })
  expect(run.tables).toEqual(run.file)
})

test('an imported purchase is paid, accepted, and its history says where it came from', async () => {
  const { id } = await importIn(api, api.tenant)
  const clara = await api.tenant.callerAs('clara')
  const { source } = await clara.importRun.get({ importRunId: id })
  const { items } = await clara.purchase.list({ importRunId: id, limit: 10 })
  expect(items.map((each) => each.total)).toEqual(
    expect.arrayContaining([
      { amount: 8219, currency: 'BRL' },
      { amount: 25983, currency: 'BRL' },
    ]),
  )
  const split = items.find((each) => each.total.amount === 8219)
  const purchase = await clara.purchase.get({ purchaseId: split?.id ?? '' })
  expect(purchase).toMatchObject({
    source: 'import',
    paymentStatus: 'paid',
    fulfilmentStatus: 'accepted',
    placedAtProxy: 'shipping_limit_date',
    payment: null,
    timeline: [{ action: 'purchase.import', reason: `Imported from ${source}` }],
    orders: [{ number: `${purchase.number}-A` }, { number: `${purchase.number}-B` }],
  })
})

test('imports are listed newest first, page by page', async () => {
  const older = await importIn(api, api.otherTenant, new Date('2026-01-01T00:00:00Z'))
  const newer = await importIn(api, api.otherTenant, new Date('2026-01-02T00:00:00Z'))
  const liis = await api.otherTenant.callerAs('henrik')
  const first = await liis.importRun.list({ limit: 1 })
  expect(first.items.map(({ id }) => id)).toEqual([newer.id])
  const second = await liis.importRun.list({ limit: 1, cursor: first.older ?? '' })
  expect(second.items.map(({ id }) => id)).toEqual([older.id])
  expect(second.older).toBeNull()
})

test('somebody without the permission sees no imports', async () => {
  const nobody = await api.tenant.callerAs('nobody')
  await expect(nobody.importRun.list({ limit: 1 })).rejects.toMatchObject({ code: 'FORBIDDEN' })
})
