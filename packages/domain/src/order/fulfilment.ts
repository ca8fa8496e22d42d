import type { FulfilmentStatus, ReturnStatus } from '../purchase/purchase.ts'
import { type OrderStatus } from './lifecycle.ts'

/** How far goods are, from not begun to done. What is on hold or canceled is no further than anything. */
export const progress: readonly OrderStatus[] = [
  'placed',
  'accepted',
  'in_fulfilment',
  'shipped',
  'delivered',
  'closed',
]

const shipWithinDays = 3

/** The statuses in which a seller still has goods to send. */
export const unshippedStatuses = ['placed', 'accepted', 'in_fulfilment'] as const satisfies readonly OrderStatus[]

/** When a seller has to have sent the goods; after that the order is late. */
export function shipBy(placedAt: Date): Date {
  return new Date(placedAt.getTime() + shipWithinDays * 86_400_000)
}

/** Where a purchase is: as far as its slowest order, and what is on hold shows before anything else. */
export function fulfilmentStatusOf(orders: readonly { status: OrderStatus }[]): FulfilmentStatus {
  const live = orders.filter((order) => order.status !== 'canceled')
  if (live.length === 0) return 'canceled'
  if (live.some((order) => order.status === 'on_hold')) return 'on_hold'

  const reached = live.map((order) => progress.indexOf(order.status))
  const shipped = progress.indexOf('shipped')
  const slowest = Math.min(...reached)
  if (slowest < shipped && Math.max(...reached) >= shipped) return 'partially_shipped'
  return progress[slowest] ?? 'placed'
}

type Returning = {
  status: OrderStatus
  returnStatus: ReturnStatus
  captured: number
  returned: number
  /** Units that the buyer paid nothing for and still has. */
  freeLeft: number
}

/**
 * What of one order came back once this many more pieces did. Money that goes back without goods returns nothing, and
 * what was never sent cannot come back; all of it came back when pieces did and neither value nor a free piece is left.
 */
export function returnStatus(order: Returning, pieces: number): ReturnStatus {
  if (pieces === 0 || isUnshipped(order.status)) return order.returnStatus
  return order.returned < order.captured || order.freeLeft > 0 ? 'partially_returned' : 'returned'
}

function isUnshipped(status: OrderStatus): boolean {
  return unshippedStatuses.some((unshipped) => unshipped === status)
}

/** What of a purchase came back. Canceled orders have nothing to return and do not count. */
export function returnStatusOf(orders: readonly { status: OrderStatus; returnStatus: ReturnStatus }[]): ReturnStatus {
  const statuses = orders.filter((order) => order.status !== 'canceled').map((order) => order.returnStatus)
  if (statuses.length === 0) return 'none'
  if (statuses.every((status) => status === 'returned')) return 'returned'
  if (statuses.some((status) => status === 'returned' || status === 'partially_returned')) return 'partially_returned'
  return statuses.includes('requested') ? 'requested' : 'none'
}

/** Days after delivery before a seller's money is released. */
export const holdDays = 7
