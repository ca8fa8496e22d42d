import { overviewDays } from '@mainstay/domain/overview/bounds'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../test/api.ts'
import { askIn, payIn } from '../../test/asked-refund.ts'

let api: TestApi
beforeAll(async () => {
  api = await testApi()
})
afterAll(() => api.close())

describe('the first page', () => {
  test('of a tenant where nothing has happened is a fortnight of zeros', async () => {
    const henrik = await api.otherTenant.callerAs('henrik')
    const overview = await henrik.overview.get()
    expect(overview).toMatchObject({
      work: { counts: { open: 0 }, kinds: [] },
      approvals: { open: 0, late: 0, soonestDueAt: null },
      lateOrders: 0,
      concerns: [],
    })
    expect(overview.orders).toHaveLength(overviewDays)
    expect(overview.orders?.every(({ count, total }) => count === 0 && total === 0)).toBe(true)
    expect(overview.money?.every((day) => day.in === 0 && day.out === 0)).toBe(true)
  })

  test('has today’s orders and what their buyers paid on the last day, and nothing of another tenant', async () => {
    const maria = await api.tenant.callerAs('maria')
    const before = await maria.overview.get()
    await payIn(api, api.tenant)
    const { orders, money } = await maria.overview.get()
    expect(orders?.at(-1)?.count).toBe((before.orders?.at(-1)?.count ?? 0) + 1)
    expect((money?.at(-1)?.in ?? 0) - (before.money?.at(-1)?.in ?? 0)).toBe(5950)
    const elsewhere = await (await api.otherTenant.callerAs('maria')).overview.get()
    expect(elsewhere.orders?.at(-1)?.count).toBe(0)
  })

  test('tells who asked for a refund how it was decided, and who waits for a second person', async () => {
    const refund = await askIn(api, api.tenant, { by: 'aylin' })
    const aylin = await api.tenant.callerAs('aylin')
    const waiting = await aylin.overview.get()
    expect(waiting.approvals?.open).toBe(1)
    expect(waiting.work?.kinds).toContainEqual(expect.objectContaining({ kind: 'refund_waiting', open: 1, late: 0 }))
    expect(waiting.concerns).toEqual([])

    await (await api.tenant.callerAs('maria')).refund.deny({
      refundId: refund.id,
      version: refund.version,
      note: 'No photo was sent',
    })
    expect((await aylin.overview.get()).concerns).toEqual([
      expect.objectContaining({ kind: 'decided', id: refund.id, status: 'denied', by: 'Maria Lindholm' }),
    ])
    expect((await (await api.tenant.callerAs('jonas')).overview.get()).concerns).toEqual([])
  })

  test('tells of what is in one’s own hands', async () => {
    await askIn(api, api.tenant)
    const maria = await api.tenant.callerAs('maria')
    const [item] = (await maria.workItem.list({})).items
    await maria.workItem.claim({ workItemId: item?.id ?? '', version: item?.version ?? 0 })
    expect((await maria.overview.get()).concerns).toContainEqual(
      expect.objectContaining({ kind: 'assigned', id: item?.id, itemKind: item?.kind }),
    )
  })

  test('shows each part to who may see all of it', async () => {
    const nobody = await (await api.tenant.callerAs('nobody')).overview.get()
    expect(nobody).toEqual({ work: null, approvals: null, lateOrders: null, orders: null, money: null, concerns: [] })
    const priya = await (await api.tenant.callerAs('priya')).overview.get()
    expect(priya.money).toBeNull()
    expect(priya.work).not.toBeNull()
    await expect(api.anonymous.overview.get()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  })

  test('counts a day from midnight to midnight where the tenant is', async () => {
    const maria = await api.tenant.callerAs('maria')
    const { orders } = await maria.overview.get()
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Berlin' }).format(new Date())
    expect(orders?.at(-1)?.day).toBe(today)
    expect(new Set(orders?.map(({ day }) => day)).size).toBe(overviewDays)
  })
})
