import type { Held } from '@mainstay/domain/access/grant'
import { expect, test } from 'vitest'
import { missingRight, refusalWords } from './refusal-words.ts'

const id = (digit: number) => `00000000-0000-7000-8000-00000000000${digit}`
const operator = { kind: 'operator', name: 'Nordwind Supply', path: `/${id(1)}/` }
const blom = { kind: 'seller', name: 'Blom', path: `${operator.path}${id(2)}/` }
const hahn = { kind: 'seller', name: 'Hahn', path: `${operator.path}${id(3)}/` }
const held = (role: Held['role'], orgUnit: Held['orgUnit']): Held => ({ role, orgUnit, reach: 'subtree' })

test('a refusal over the limit names both amounts and who can unblock it', () => {
  const words = refusalWords({
    code: 'refund.over_limit',
    limit: { amount: 25_000, currency: 'EUR' },
    amount: { amount: 31_809, currency: 'EUR' },
  })
  expect(words).toEqual({
    fact: '318.09 EUR is above your limit of 250.00 EUR.',
    wayOut: 'Someone with a higher limit can release it.',
  })
})

test('a right that is missing is named, and one right serves for one thing and for many', () => {
  expect(missingRight([], { procedure: 'refund.approve' })).toMatchObject({ fact: 'Your roles do not allow this.' })
  const support = [held('support', operator)]
  expect(missingRight(support, { procedure: 'workItem.claimMany' })).toBeUndefined()
})

test('a right held at one seller is none at another, nor to what is of the whole marketplace', () => {
  const grants = [held('viewer', operator), held('administrator', blom)]
  const lacks = (procedure: string, at?: { path: string }) => missingRight(grants, { procedure, at }) !== undefined
  expect([lacks('seller.suspend', blom), lacks('seller.suspend', hahn)]).toEqual([false, true])
  expect([lacks('refund.request', blom), lacks('refund.request', hahn)]).toEqual([false, true])
  const ofTheWhole = ['workItem.claim', 'workItem.assignMany', 'workflow.retry', 'purchase.cancel', 'seller.create']
  expect(ofTheWhole.filter((procedure) => !lacks(procedure))).toEqual([])
  expect(lacks('savedView.rename'), 'of no seller').toBe(false)
})
