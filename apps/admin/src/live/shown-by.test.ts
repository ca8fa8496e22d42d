import type { ObjectChange } from '@mainstay/domain/command/object-change'
import { expect, test } from 'vitest'
import { isShownBy } from './shown-by.ts'

const refunded: ObjectChange = { type: 'refund', id: 'refund 1', version: 3, purchaseId: 'purchase 1' }
const page = { path: 'purchase.get', input: { purchaseId: 'NW-1' }, answer: { id: 'purchase 1', refunds: [] } }

test('an order page is asked again when a refund of its order changes, though it did not know of the refund', () => {
  expect(isShownBy(page, refunded)).toBe(true)
  expect(isShownBy({ ...page, answer: { id: 'purchase 2', refunds: [] } }, refunded)).toBe(false)
})

test('so is what was asked by the id of the purchase, whatever it answered', () => {
  expect(isShownBy({ path: 'ledger.explain', input: { purchaseId: 'purchase 1' }, answer: undefined }, refunded)).toBe(
    true,
  )
})

test('a page of a refund is not asked again for another one', () => {
  const other = {
    path: 'refund.get',
    input: { refundId: 'refund 2' },
    answer: { id: 'refund 2', purchase: { id: 'p' } },
  }
  expect(isShownBy(other, refunded)).toBe(false)
})

test('lists of the kind are asked again, since one may have come that they do not name; other lists are not', () => {
  expect(isShownBy({ path: 'refund.list', input: {}, answer: { items: [] } }, refunded)).toBe(true)
  expect(isShownBy({ path: 'approval.list', input: {}, answer: { items: [] } }, refunded)).toBe(true)
  expect(isShownBy({ path: 'workItem.list', input: {}, answer: { items: [] } }, refunded)).toBe(false)
  expect(isShownBy({ path: 'purchase.list', input: {}, answer: { items: [{ id: 'purchase 2' }] } }, refunded)).toBe(
    false,
  )
  expect(isShownBy({ path: 'purchase.list', input: {}, answer: { items: [{ id: 'purchase 1' }] } }, refunded)).toBe(
    true,
  )
})

test('runs of which nobody knows which moved are all asked again', () => {
  const any: ObjectChange = { type: 'workflow_run', id: '', version: 0 }
  expect(isShownBy({ path: 'workflow.get', input: { runId: 'run 1' }, answer: { id: 'run 1' } }, any)).toBe(true)
  expect(isShownBy(page, any)).toBe(false)
})
