import { readTenant } from '@mainstay/db/postgres/client'
import { listSellerIdsWithin } from '@mainstay/db/seller/seller'
import type { Seller } from '@mainstay/domain/seller/seller'
import { TRPCError } from '@trpc/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../test/api.ts'
import { basketOf, stockOf } from '../../test/placed-purchase.ts'
import { failureOf } from '../http/failure.ts'

let api: TestApi
beforeAll(async () => {
  api = await testApi()
})
afterAll(() => api.close())

const as = (...args: Parameters<TestApi['tenant']['callerAs']>) => api.tenant.callerAs(...args)

async function refusalOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'ok',
    (error: unknown) => {
      if (!(error instanceof TRPCError)) throw error
      return failureOf(error).refusal ?? failureOf(error).code
    },
  )
}

/** Put forward and handed in by Jonas, all documents with it. */
async function handedIn(): Promise<Seller> {
  const jonas = await as('jonas')
  let seller = await jonas.seller.create({
    name: 'Nordlicht GmbH',
    email: 'post@nordlicht.example',
    country: 'DE',
    registrationNumber: 'HRB 1',
  })
  for (const { id, version, kind } of seller.requirements)
    seller = await jonas.sellerRequirement.submit({ requirementId: id, version, document: `DMS/${kind}` })
  return jonas.seller.submit({ sellerId: seller.id, version: seller.version })
}

describe('a seller', () => {
  test('is put forward by one person and taken on by another, once every document is accepted or waived', async () => {
    const seller = await handedIn()
    const clara = await as('clara')
    expect(seller).toMatchObject({ status: 'submitted', submittedBy: { name: 'Jonas Weber' } })
    const { version } = await clara.seller.review({ sellerId: seller.id, version: seller.version })
    const approve = { sellerId: seller.id, version }
    expect(await refusalOf(clara.seller.approve(approve))).toMatchObject({
      code: 'seller.requirements_open',
      kinds: ['bank_account', 'identity', 'register_extract', 'tax_certificate'],
    })
    for (const { id, version: seen, kind } of seller.requirements)
      await (kind === 'tax_certificate'
        ? clara.sellerRequirement.waive({ requirementId: id, version: seen, reason: 'tax exempt' })
        : clara.sellerRequirement.accept({ requirementId: id, version: seen }))

    const active = await clara.seller.approve(approve)
    expect(active).toMatchObject({ status: 'active', openRequirements: 0, reviewDueAt: null })
    expect(active.history[0]).toMatchObject({ action: 'seller.approve', actor: { name: 'Clara Benoit' } })
    expect(active.history.map(({ action }) => action)).toContain('sellerRequirement.waive')
    const { items } = await clara.audit.list({ subjectId: seller.id })
    expect(items[0]?.allowedBy).toContain('Compliance')
  })

  test('stands on the work queue from the day they are handed in until somebody decides', async () => {
    const seller = await handedIn()
    const clara = await as('clara')
    const open = async () => {
      const { items } = await clara.workItem.list({ view: 'open', limit: 200 })
      return items.find(({ subject }) => subject.id === seller.id)
    }
    expect(await open()).toMatchObject({ kind: 'seller_review', dueAt: seller.reviewDueAt })
    const { version } = await clara.seller.review({ sellerId: seller.id, version: seller.version })
    expect(await open()).toBeDefined()
    await clara.seller.requestInfo({ sellerId: seller.id, version, reason: 'which warehouse?' })
    expect(await open()).toBeUndefined()
  })

  test('who was suspended sells nothing, until it is lifted', async () => {
    const { blom, paper } = await stockOf(api, api.tenant)
    const clara = await as('clara')
    const shop = await api.tenant.callerWithKey(['purchase.quote', 'catalogue.read'])
    const basket = { lines: basketOf([{ offerId: paper, quantity: 1 }]).lines }
    const onSale = async () =>
      (await shop.catalogue.browse({ limit: 200 })).items.some(({ offerId }) => offerId === paper)
    expect(await onSale()).toBe(true)

    const seen = await clara.seller.get({ sellerId: blom.id })
    const asked = { sellerId: blom.id, reason: 'counterfeit goods' }
    const suspended = await clara.seller.suspend({ ...asked, version: seen.version })
    expect(suspended).toMatchObject({ status: 'suspended', reason: 'counterfeit goods' })
    expect(await onSale()).toBe(false)
    expect(await refusalOf(shop.purchase.quote(basket))).toMatchObject({
      code: 'purchase.offer_not_on_sale',
      status: 'seller_suspended',
    })

    await clara.seller.reinstate({ ...asked, version: suspended.version })
    expect(await refusalOf(shop.purchase.quote(basket))).toBe('ok')
  })

  test('is moved by who may, from where it stands, and never over somebody else’s change', async () => {
    const seller = await handedIn()
    const move = { sellerId: seller.id, version: seller.version }
    expect(await refusalOf((await as('jonas')).seller.review(move))).toBe('FORBIDDEN')
    const clara = await as('clara')
    expect(await refusalOf(clara.seller.suspend({ ...move, reason: 'too soon' }))).toMatchObject({
      code: 'seller.not_possible',
      status: 'submitted',
    })
    await clara.seller.review(move)
    expect(await refusalOf(clara.seller.review(move))).toEqual({ code: 'seller.changed', version: seller.version + 1 })
    expect(await refusalOf(clara.seller.reject({ ...move, reason: ' ' }))).toBe('BAD_REQUEST')
  })

  test('is found by state and by name, page by page', async () => {
    const seller = await handedIn()
    const clara = await as('clara')
    const named = await clara.seller.list({ query: 'nordLICHT', status: 'submitted', limit: 1 })
    expect(named.items[0]).toMatchObject({ id: seller.id, openRequirements: 4 })
    expect((await clara.seller.list({ query: '%' })).items).toEqual([])
    const all = await readTenant(api.database.ro, api.tenant.id, (tx) =>
      listSellerIdsWithin(tx, { everything: false, subtrees: ['/'], units: [] }),
    )
    let page = await clara.seller.list({ limit: 3 })
    const seen = [...page.items]
    for (; page.older !== null; seen.push(...page.items))
      page = await clara.seller.list({ limit: 3, cursor: page.older })
    expect(new Set(seen.map(({ id }) => id))).toEqual(new Set(all))
  })
})
