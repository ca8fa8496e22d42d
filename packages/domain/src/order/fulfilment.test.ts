import { describe, expect, test } from 'vitest'
import type { ReturnStatus } from '../purchase/purchase.ts'
import { fulfilmentStatusOf, returnStatus, returnStatusOf, shipBy } from './fulfilment.ts'
import { type OrderStatus } from './lifecycle.ts'

const placed = (...statuses: OrderStatus[]) => fulfilmentStatusOf(statuses.map((status) => ({ status })))

describe('where a purchase is', () => {
  test('is where its slowest order is', () => {
    expect(placed('accepted', 'placed')).toBe('placed')
    expect(placed('delivered', 'closed')).toBe('delivered')
    expect(placed('closed')).toBe('closed')
  })

  test('is partially shipped once one order left and another did not', () => {
    expect(placed('shipped', 'accepted')).toBe('partially_shipped')
    expect(placed('delivered', 'in_fulfilment')).toBe('partially_shipped')
    expect(placed('shipped', 'delivered')).toBe('shipped')
  })

  test('does not wait for an order that was canceled', () => {
    expect(placed('canceled', 'delivered')).toBe('delivered')
    expect(placed('canceled', 'canceled')).toBe('canceled')
  })

  test('shows a hold before anything else', () => {
    expect(placed('delivered', 'on_hold', 'placed')).toBe('on_hold')
    expect(placed('canceled', 'on_hold')).toBe('on_hold')
  })
})

test('goods are to be sent within three days', () => {
  expect(shipBy(new Date('2026-11-20T12:00:00Z'))).toEqual(new Date('2026-11-23T12:00:00Z'))
})

describe('what came back', () => {
  const returns = (...statuses: ReturnStatus[]) =>
    returnStatusOf(statuses.map((returnStatus) => ({ status: 'delivered', returnStatus })))

  const delivered = { status: 'delivered', returnStatus: 'none', captured: 1000, returned: 0, freeLeft: 0 } as const

  test('of an order are the pieces that did, and all of it once nothing of its value is left', () => {
    expect(returnStatus({ ...delivered, returned: 400 }, 1)).toBe('partially_returned')
    expect(returnStatus({ ...delivered, returned: 1000 }, 2)).toBe('returned')
    expect(returnStatus({ ...delivered, returned: 1000, freeLeft: 1 }, 2)).toBe('partially_returned')
    expect(returnStatus({ ...delivered, captured: 0, freeLeft: 1 }, 1)).toBe('partially_returned')
  })

  test('is nothing where only money went back, also all of it', () => {
    expect(returnStatus({ ...delivered, returned: 1000 }, 0)).toBe('none')
  })

  test('is nothing of what was never sent', () => {
    expect(returnStatus({ ...delivered, status: 'placed', returned: 1000 }, 3)).toBe('none')
  })

  test('of a purchase is everything only when every order came back', () => {
    expect(returns('returned', 'returned')).toBe('returned')
    expect(returns('returned', 'none')).toBe('partially_returned')
    expect(returns('none', 'requested')).toBe('requested')
    expect(returns('none', 'none')).toBe('none')
  })

  test('leaves canceled orders out', () => {
    const canceled = { status: 'canceled', returnStatus: 'none' } as const
    expect(returnStatusOf([canceled, { status: 'delivered', returnStatus: 'returned' }])).toBe('returned')
    expect(returnStatusOf([canceled])).toBe('none')
  })
})
