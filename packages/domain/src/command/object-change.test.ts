import { expect, test } from 'vitest'
import type { Permission } from '../access/permission.ts'
import { changeFor, type ObjectChange } from './object-change.ts'

const [refundId, purchaseId] = ['a refund', 'a purchase']
const refunded: ObjectChange = { type: 'refund', id: refundId, version: 3, purchaseId }
const sight = (everywhere: Permission[], here: Permission[] = []) => ({
  everywhere: (permission: Permission) => everywhere.includes(permission),
  here: (permission: Permission) => here.includes(permission),
})

test('who may read refunds and purchases is told of both', () => {
  expect(changeFor(sight(['refund.read', 'purchase.read']), refunded)).toEqual(refunded)
  expect(changeFor(sight([], ['refund.read', 'purchase.read']), refunded)).toEqual(refunded)
})

test('who may read refunds alone is not told whose purchase it is', () => {
  expect(changeFor(sight(['refund.read']), refunded)).toEqual({ ...refunded, purchaseId: undefined })
})

test('who may read purchases alone is told that the purchase changed, and of no refund', () => {
  expect(changeFor(sight(['purchase.read']), refunded)).toEqual({ type: 'purchase', id: purchaseId, version: 0 })
})

test('who may read neither is told nothing', () => {
  expect(changeFor(sight(['workItem.read', 'audit.read']), refunded)).toBeUndefined()
})

test('what belongs to the whole marketplace is not told to somebody of one seller', () => {
  const item: ObjectChange = { type: 'work_item', id: 'an item', version: 1 }
  expect(changeFor(sight([], ['workItem.read']), item)).toBeUndefined()
  expect(changeFor(sight(['workItem.read']), item)).toEqual(item)
})

test('people of a seller are not told of the payment, but that their purchase changed', () => {
  const paid: ObjectChange = { type: 'payment', id: 'a payment', version: 2, purchaseId }
  expect(changeFor(sight([], ['purchase.read']), paid)).toEqual({ type: 'purchase', id: purchaseId, version: 0 })
  expect(changeFor(sight(['purchase.read']), paid)).toEqual(paid)
})

test('people of a seller are told nothing by what others have to do about a purchase they have a part in', () => {
  const item: ObjectChange = { type: 'work_item', id: 'an item', version: 1, purchaseId }
  expect(changeFor(sight([], ['purchase.read', 'workItem.read']), item)).toBeUndefined()
  expect(changeFor(sight(['purchase.read']), item)).toEqual({ type: 'purchase', id: purchaseId, version: 0 })
})

test('nobody is told of a type whose readers are not known', () => {
  const everything = { everywhere: () => true, here: () => true }
  expect(changeFor(everything, { type: 'secret', id: 'x', version: 1 })).toBeUndefined()
})
