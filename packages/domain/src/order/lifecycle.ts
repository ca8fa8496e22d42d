import type * as z from 'zod'
import { lifecycle } from '../lifecycle/lifecycle.ts'

/** One seller's part of a purchase. Today it only follows what becomes of its payment. */
export const orderLifecycle = lifecycle('order', {
  states: ['placed', 'accepted', 'in_fulfilment', 'shipped', 'delivered', 'closed', 'on_hold', 'canceled'],
  toldBy: 'purchase',
  moves: {
    place: { to: 'placed', by: 'purchase.place', event: 'placed' },
    import: { to: 'accepted', by: 'system', event: 'imported' },
    /** A mended file of order history gives all of it to other sellers. */
    withdraw: { from: ['accepted'], to: 'canceled', by: 'system', event: 'withdrawn' },
    cancel: {
      from: ['placed', 'accepted', 'in_fulfilment', 'on_hold'],
      to: 'canceled',
      by: ['purchase.cancel', 'clock', 'provider'],
      event: 'canceled',
      when: 'its purchase was not paid in time',
    },
  },
})

export const OrderStatus = orderLifecycle.State
export type OrderStatus = z.infer<typeof OrderStatus>
