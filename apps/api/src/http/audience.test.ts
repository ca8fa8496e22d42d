import { permissionsOf } from '@mainstay/domain/access/role'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { type TestApi, testApi } from '../../test/api.ts'
import { payIn } from '../../test/asked-refund.ts'
import { basketOf, stockOf } from '../../test/placed-purchase.ts'
import { appRouter } from '../router/router.ts'
import { openApiDocument } from './open-api.ts'
import { fieldsOf } from './permission-table.ts'
import { describeProcedures } from './procedures.ts'

let api: TestApi
let purchaseId: string
let offerId: string
beforeAll(async () => {
  api = await testApi()
  offerId = (await stockOf(api, api.tenant)).paper
  purchaseId = (await payIn(api, api.tenant)).id
})
afterAll(() => api.close())

const scopes = permissionsOf('storefront')
const ofStorefronts = describeProcedures(appRouter).filter(
  ({ meta }) => meta.permission && scopes.includes(meta.permission),
)

/** How a shop calls each of them and is answered with everything that can be in an answer. */
const calls: Record<string, () => unknown> = {
  'catalogue.browse': () => ({}),
  'purchase.get': () => ({ purchaseId }),
  'purchase.list': () => ({}),
  'purchase.place': () => basketOf([{ offerId, quantity: 1 }]),
  'purchase.quote': () => ({ lines: [{ offerId, quantity: 1 }] }),
}
/**
 * The answer of the first is an id, a number and a state, and needs a purchase nobody has paid; that of the second a
 * number, that of the third the list again as a file.
 */
const notCalled = ['purchase.cancel', 'purchase.count', 'purchase.export']

test('every procedure a storefront may call is called here', () => {
  expect(ofStorefronts.map(({ path }) => path)).toEqual([...Object.keys(calls), ...notCalled].sort())
})

test.each(Object.keys(calls))('a storefront is shown the fields of its view of %s and no other', async (path) => {
  const view = ofStorefronts.find((each) => each.path === path)?.meta.views?.storefront
  const answer = await api.tenant.callWithKey(scopes, path, calls[path]?.())
  const shown = fieldsIn(answer)
  expect(shown.length).toBeGreaterThan(3)
  expect(view && shown.filter((field) => !fieldsOf(view).includes(field))).toEqual([])
})

test('commission, what a seller keeps, and who of the staff did what are shown to staff alone', async () => {
  const staffs = fieldsIn(await api.tenant.callAs('maria', 'purchase.get', { purchaseId }))
  const shops = fieldsIn(await api.tenant.callWithKey(scopes, 'purchase.get', { purchaseId }))
  for (const field of [
    'orders.*.commission',
    'orders.*.sellerNet',
    'orders.*.lines.*.commission',
    'payment.reference',
    'placedBy',
    'timeline.*.actor.name',
  ]) {
    expect(staffs).toContain(field)
    expect(shops).not.toContain(field)
  }
  expect(
    JSON.stringify(await api.tenant.callWithKey(permissionsOf('administrator'), 'purchase.get', { purchaseId })),
  ).not.toMatch(/commission|sellerNet|timeline/)
})

test('over REST and in its document it is the same view', async () => {
  const authorization = `Bearer ${await api.tenant.apiKey(scopes)}`
  const answer = await api.app.inject({ method: 'GET', url: `/v1/purchases/${purchaseId}`, headers: { authorization } })
  expect(answer.body).not.toMatch(/commission|sellerNet|timeline|placedBy/)
  const { paths } = z.object({ paths: z.record(z.string(), z.unknown()) }).parse(openApiDocument(appRouter))
  expect(JSON.stringify(paths['/purchases/{purchaseId}'])).not.toMatch(/commission|sellerNet|timeline|placedBy/)
})

/** Every field of an answer that is there, by its path; an empty list and nothing say no field. */
function fieldsIn(answer: unknown, at: string[] = []): string[] {
  if (Array.isArray(answer)) return [...new Set(answer.flatMap((each) => fieldsIn(each, [...at, '*'])))]
  if (typeof answer !== 'object' || answer === null || answer instanceof Date)
    return answer === null ? [] : [at.join('.')]
  return Object.entries(answer).flatMap(([name, held]) => fieldsIn(held, [...at, name]))
}
