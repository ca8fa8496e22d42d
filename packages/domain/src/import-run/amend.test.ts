import { expect, test } from 'vitest'
import { type PartSinceImport, type PurchaseSinceImport, whyImportStays } from './amend.ts'

const part: PartSinceImport = {
  number: 'NW-1-A',
  status: 'accepted',
  paymentStatus: 'paid',
  returnStatus: 'none',
  payable: 5890,
  captured: 5890,
  returned: 0,
  refunded: 0,
  chargedBack: 0,
  earning: 'pending',
}
const untouched: PurchaseSinceImport = {
  parts: [part, { ...part, number: 'NW-1-B', payable: 0, captured: 0 }],
  hasRefunds: false,
  hasDisputes: false,
  hasPayment: false,
  hasOtherEntries: false,
}

test('a purchase to which nothing happened since its import becomes what its mended file says', () => {
  expect(whyImportStays(untouched)).toBeUndefined()
})

test.each<[string, Partial<PartSinceImport>, string]>([
  ['was shipped', { status: 'shipped' }, 'order NW-1-B is shipped by now'],
  ['is held', { status: 'on_hold' }, 'order NW-1-B is on hold by now'],
  ['was canceled', { status: 'canceled' }, 'order NW-1-B is canceled by now'],
  ['came back in part', { returnStatus: 'requested' }, 'order NW-1-B had goods returned'],
  ['was returned', { returned: 10 }, 'order NW-1-B had goods returned'],
  ['was refunded', { refunded: 10 }, 'order NW-1-B had money given back'],
  ['was charged back', { chargedBack: 10 }, 'order NW-1-B had money given back'],
  ['is no longer paid', { paymentStatus: 'payment_returned' }, 'order NW-1-B is payment returned by now'],
  ['is paid in part', { captured: 5889, payable: 5890 }, 'order NW-1-B is paid in part'],
  ['may be paid out', { earning: 'available' }, 'order NW-1-B was released to its seller'],
])('a purchase of which one order %s stays, and is told why', (_, change, why) => {
  expect(whyImportStays({ ...untouched, parts: [part, { ...part, number: 'NW-1-B', ...change }] })).toBe(why)
})

test.each<[keyof Omit<PurchaseSinceImport, 'parts'>, string]>([
  ['hasPayment', 'it has a payment of its own'],
  ['hasRefunds', 'a refund of it was asked for'],
  ['hasDisputes', 'its buyer disputed it'],
  ['hasOtherEntries', 'money of it was booked after its opening balance'],
])('a purchase that %s stays, and is told why', (fact, why) => {
  expect(whyImportStays({ ...untouched, [fact]: true })).toBe(why)
})
