import type { Purchase, PurchaseOrder } from '@mainstay/domain/purchase/purchase'
import { describe, expect, test } from 'vitest'
import { amountFor, chooseEvery, emptyDraft, isEveryChosen, readDraft, refusedToAsk } from './ask-refund.ts'

const id = (last: number) => `01a20460-7a39-77c5-a478-e54ba52dc8${String(last).padStart(2, '0')}`
const now = new Date('2026-11-22T09:00:00Z')
const seller = { id: id(9), name: 'Kaltmann Werkzeuge GmbH' }

function line(last: number, refundable: number): PurchaseOrder['lines'][number] {
  return {
    id: id(last),
    kind: 'item',
    sku: 'KW-TW200',
    title: 'Torque wrench',
    quantity: 6,
    unitPrice: 17_672,
    payable: 106_032,
    tax: 16_929,
    taxRatePpm: 190_000,
    commission: 8_019,
    captured: 106_032,
    returned: 106_032 - refundable,
    refundable,
    returnedUnits: 0,
    returnedUnitsAmount: 0,
    returnableUnits: 6,
  }
}

const order: PurchaseOrder = {
  id: id(1),
  number: 'NW-7KQ2M8XA-A',
  version: 1,
  seller,
  sellerPath: `/${id(7)}/${id(9)}/`,
  status: 'placed',
  heldReason: null,
  paymentStatus: 'paid',
  returnStatus: 'none',
  shipBy: null,
  items: 106_032,
  shipping: 0,
  payable: 106_032,
  tax: 16_929,
  commission: 8_019,
  sellerNet: 98_013,
  captured: 106_032,
  returned: 0,
  refunded: 0,
  lines: [line(2, 106_032), line(3, 5_000)],
}

const purchase: Purchase = {
  id: id(0),
  number: 'NW-7KQ2M8XA',
  placedAt: now,
  buyer: { id: id(8), name: 'Hafen City Facility GmbH', email: 'einkauf@hafencity.example' },
  sellers: [seller],
  paymentStatus: 'paid',
  fulfilmentStatus: 'placed',
  returnStatus: 'none',
  shipBy: null,
  total: { amount: 212_064, currency: 'EUR' },
  version: 1,
  source: 'storefront',
  externalId: null,
  placedBy: 'Storefront',
  placedAtProxy: null,
  shipTo: { name: 'Hafen City', street: 'Am Kai 14', postalCode: '20457', city: 'Hamburg', region: '', country: 'DE' },
  items: { amount: 212_064, currency: 'EUR' },
  shipping: { amount: 0, currency: 'EUR' },
  payment: null,
  refunds: [],
  disputes: [],
  orders: [order],
  timeline: [],
}

describe('asking for a refund', () => {
  test('is refused for a whole order by the same rule the api applies', () => {
    expect(refusedToAsk(purchase, order)).toBeUndefined()
    expect(refusedToAsk({ ...purchase, source: 'import' }, order)?.code).toBe('refund.no_snapshot')
    expect(refusedToAsk(purchase, { ...order, status: 'on_hold' })?.code).toBe('refund.order_on_hold')
    const unpaid = order.lines.map((each) => ({ ...each, captured: 0, returned: 0, refundable: 0 }))
    expect(refusedToAsk(purchase, { ...order, lines: unpaid })?.code).toBe('refund.nothing_captured')
  })

  test('writes what is proposed without separators, so that it can be read back', () => {
    expect(amountFor(line(2, 106_032), '', 'EUR')).toBe('1060.32')
    expect(amountFor(line(2, 106_032), '2', 'EUR')).toBe('353.44')
    expect(amountFor(line(2, 5_000), '2', 'EUR')).toBe('50.00')
    for (const pieces of ['0', '1.5', '7']) expect(amountFor(line(2, 106_032), pieces, 'EUR'), pieces).toBe('1060.32')
  })

  test('proposes for each piece what is due next, so that the last of three leaves no cent', () => {
    const three = { ...line(2, 1189), quantity: 3, payable: 1189, captured: 1189, returned: 0 }
    const back = (returned: number, returnedUnits: number) => ({
      ...three,
      returned,
      refundable: 1189 - returned,
      returnedUnits,
      returnedUnitsAmount: returned,
      returnableUnits: 3 - returnedUnits,
    })
    const next = (each: typeof three) => amountFor(each, '1', 'EUR')
    expect([next(back(0, 0)), next(back(396, 1)), next(back(793, 2))]).toEqual(['3.96', '3.97', '3.96'])
  })

  test('takes back the pieces of a line that nobody paid for, and no money', () => {
    const free = { ...line(2, 0), payable: 0, captured: 0, returned: 0, refundable: 0, returnableUnits: 6 }
    const given = { ...order, lines: [free, line(3, 5_000)] }
    const lines = chooseEvery([free], {}, 'EUR')
    expect(lines).toEqual({ [id(2)]: { chosen: true, amount: '0.00', quantity: '6' } })
    expect(isEveryChosen([free], lines)).toBe(true)
    const read = readDraft({ ...emptyDraft(order.id), lines }, purchase, given)
    expect(read.preview?.lines).toEqual([{ orderLineId: id(2), amount: 0, quantity: 6 }])
    const allBack = { ...free, returnedUnits: 6, returnableUnits: 0 }
    expect(chooseEvery([allBack], {}, 'EUR')).toEqual({})
  })

  test('of more than its pieces cost is refused before it is sent', () => {
    const lines = { [id(2)]: { chosen: true, amount: '353.45', quantity: '2' } }
    const read = readDraft({ ...emptyDraft(order.id), lines }, purchase, order)
    expect(read.refusal).toMatchObject({ code: 'refund.over_price', price: { amount: 35_344, currency: 'EUR' } })
  })

  const chosen = { [id(2)]: { chosen: true, amount: '318.09', quantity: '2' } }

  test('shows what it changes before the reason is written', () => {
    const read = readDraft({ ...emptyDraft(order.id), lines: chosen }, purchase, order)
    expect(read.preview?.lines).toEqual([{ orderLineId: id(2), amount: 31_809, quantity: 2 }])
    expect(read.command).toBeUndefined()
    expect(Object.keys(read.problems)).toEqual(['reason', 'note'])
  })

  test('is complete with a reason and a note, and sends the share only where it is shared', () => {
    const draft = { ...emptyDraft(order.id), lines: chosen, reason: 'defective' as const, note: 'Fail calibration' }
    expect(readDraft(draft, purchase, order).command).toMatchObject({ bearer: 'seller', sellerSharePpm: 1_000_000 })
    const shared = { ...draft, bearer: 'shared' as const, sellerSharePercent: '62.5' }
    expect(readDraft(shared, purchase, order).command).toMatchObject({ bearer: 'shared', sellerSharePpm: 625_000 })
    expect(readDraft({ ...shared, sellerSharePercent: '100' }, purchase, order).problems).toHaveProperty(
      'sellerSharePercent',
    )
  })

  test('of more than is left is refused before it is sent', () => {
    const lines = { [id(3)]: { chosen: true, amount: '50.01', quantity: '' } }
    const read = readDraft({ ...emptyDraft(order.id), lines }, purchase, order)
    expect(read.refusal).toMatchObject({
      code: 'refund.over_refundable',
      refundable: { amount: 5_000, currency: 'EUR' },
    })
    expect(read.preview).toBeUndefined()
  })

  test('names the line whose amount cannot be read', () => {
    const lines = { [id(2)]: { chosen: true, amount: '1,000', quantity: '' } }
    expect(readDraft({ ...emptyDraft(order.id), lines }, purchase, order).problems[id(2)]).toContain('12.50')
  })

  test('takes pieces and a share as digits, and nothing that is a number by chance', () => {
    const pieces = (quantity: string) => {
      const lines = { [id(2)]: { chosen: true, amount: '318.09', quantity } }
      return readDraft({ ...emptyDraft(order.id), lines }, purchase, order).problems[id(2)]
    }
    expect(pieces('2')).toBeUndefined()
    for (const text of ['0x2', '2e0', '2.0', ' ', '-1', '0']) expect(pieces(text), text).toContain('whole pieces')
    const shared = { ...emptyDraft(order.id), lines: chosen, bearer: 'shared' as const }
    for (const sellerSharePercent of ['0x10', '1e1', '', ' 5'])
      expect(readDraft({ ...shared, sellerSharePercent }, purchase, order).problems, sellerSharePercent).toHaveProperty(
        'sellerSharePercent',
      )
  })

  test('of everything that is left keeps what was written, and is taken back at once', () => {
    const every = chooseEvery(order.lines, chosen, 'EUR')
    expect(every[id(2)]).toEqual(chosen[id(2)])
    expect(every[id(3)]).toEqual({ chosen: true, amount: '50.00', quantity: '' })
    expect(isEveryChosen(order.lines, every)).toBe(true)
    expect(chooseEvery(order.lines, every, 'EUR')).toEqual({})
  })
})
