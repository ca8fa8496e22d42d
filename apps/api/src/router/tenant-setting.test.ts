import { raw, readTenant } from '@mainstay/db/postgres/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../test/api.ts'
import { placeIn } from '../../test/placed-purchase.ts'

let api: TestApi
beforeAll(async () => {
  api = await testApi()
})
afterAll(() => api.close())

const read = <Row>(text: string, ...values: unknown[]) =>
  readTenant(api.database.ro, api.tenant.id, (tx) => raw<Row>(tx, text, [api.tenant.id, ...values]))

const minutesToPay = async () => {
  const { id } = await placeIn(api, api.tenant)
  const [row] = await read<{ minutes: number }>(
    `select extract(epoch from payment.pay_by - purchase.placed_at)::int / 60 as minutes from payment
     join purchase on purchase.tenant_id = payment.tenant_id and purchase.id = payment.purchase_id
     where payment.tenant_id = $1 and payment.purchase_id = $2`,
    id,
  )
  return row?.minutes
}

test('a purchase may stay unpaid for an hour, until the marketplace chooses another time', async () => {
  const henrik = await api.tenant.callerAs('henrik')
  expect(await henrik.tenantSetting.get()).toEqual({ unpaidMinutes: 60, version: 0 })
  expect(await minutesToPay()).toBe(60)

  const chosen = await henrik.tenantSetting.change({ unpaidMinutes: 15, version: 0 })
  expect(chosen).toEqual({ unpaidMinutes: 15, version: 1 })
  expect(await minutesToPay()).toBe(15)

  const audited = await read(
    'select actor_name, changes from audit_entry where tenant_id = $1 and action = $2',
    'tenantSetting.change',
  )
  expect(audited).toEqual([
    { actor_name: expect.any(String), changes: [{ field: 'unpaidMinutes', before: 60, after: 15 }] },
  ])
})

test('two people who choose at once do not overwrite each other', async () => {
  const henrik = await api.tenant.callerAs('henrik')
  const { version } = await henrik.tenantSetting.get()
  const chosen = await Promise.allSettled(
    [30, 45, 90].map((unpaidMinutes) => henrik.tenantSetting.change({ unpaidMinutes, version })),
  )
  expect(chosen.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect((await henrik.tenantSetting.get()).version).toBe(version + 1)
})

test('only who administers the marketplace chooses', async () => {
  const jonas = await api.tenant.callerAs('jonas')
  await expect(jonas.tenantSetting.change({ unpaidMinutes: 30, version: 0 })).rejects.toMatchObject({
    code: 'FORBIDDEN',
  })
})
