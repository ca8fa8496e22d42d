import type { CancelPurchaseRefusal } from '@mainstay/domain/purchase/cancel'
import type { FulfilmentStatus, PaymentStatus, ReturnStatus } from '@mainstay/domain/purchase/purchase'
import { address, type Query } from '@/address.ts'
import type { NavigationItem, RefusalWords, StateLook } from './noun.ts'

const place: NavigationItem = {
  group: 'Trade',
  title: 'Orders',
  href: '/orders',
  icon: 'cart',
  key: 'o',
  permission: 'purchase.read',
}

const payment: Record<PaymentStatus, StateLook> = {
  unpaid: { shape: 'notStarted', words: 'Unpaid' },
  authorized: { shape: 'inProgress', words: 'Authorized' },
  partially_paid: { shape: 'inProgress', words: 'Part paid' },
  paid: { shape: 'done', words: 'Paid' },
  partially_refunded: { shape: 'reversed', words: 'Part refunded' },
  refunded: { shape: 'reversed', words: 'Refunded' },
  payment_returned: { shape: 'attention', words: 'Returned by the bank' },
  charged_back: { shape: 'attention', words: 'Charged back' },
  unknown: { shape: 'unknown', words: 'Unknown' },
  failed: { shape: 'failed', words: 'Failed' },
}

const fulfilment: Record<FulfilmentStatus, StateLook> = {
  placed: { shape: 'notStarted', words: 'Placed' },
  accepted: { shape: 'notStarted', words: 'Accepted' },
  in_fulfilment: { shape: 'inProgress', words: 'In progress' },
  partially_shipped: { shape: 'inProgress', words: 'Part shipped' },
  shipped: { shape: 'inProgress', words: 'Shipped' },
  delivered: { shape: 'done', words: 'Delivered' },
  closed: { shape: 'done', words: 'Closed' },
  on_hold: { shape: 'onHold', words: 'On hold' },
  canceled: { shape: 'stopped', words: 'Canceled' },
}

/** `none` has no look: the cell shows a dash. */
const returned: Record<Exclude<ReturnStatus, 'none'>, StateLook> = {
  requested: { shape: 'waitsForPerson', words: 'Return requested' },
  partially_returned: { shape: 'reversed', words: 'Part returned' },
  returned: { shape: 'reversed', words: 'Returned' },
}

const refusals: RefusalWords<CancelPurchaseRefusal> = {
  'purchase.already_canceled': { fact: 'The order is canceled already.', wayOut: 'Nothing is left to cancel.' },
  'purchase.already_paid': { fact: 'The order is paid.', wayOut: 'What is paid goes back by a refund of its lines.' },
  'purchase.being_canceled': {
    fact: 'The order is being canceled.',
    wayOut: 'The provider is asked; wait until it has answered.',
  },
  'purchase.being_charged': {
    fact: 'The buyer is being charged at this moment.',
    wayOut: 'Wait for the answer; what is paid goes back by a refund.',
  },
}

/** The views of the list that are tabs, in their order. */
const views = {
  all: 'All recent',
  to_accept: 'To accept',
  late: 'Late',
  on_hold: 'On hold',
  unknown: 'Payment unknown',
}

/** Why a view of the list is empty: because it is good, or because the filters leave nothing. */
const empty = {
  all: {
    title: 'No order has been placed yet',
    text: 'The first one appears here when a shop places it, or an import brings it.',
  },
  to_accept: {
    shape: 'done',
    title: 'Nothing waits to be accepted',
    text: 'A paid order appears here until its seller accepts it.',
  },
  late: {
    shape: 'done',
    title: 'Nothing is late',
    text: 'An order appears here when its ship-by passes before it has left.',
  },
  on_hold: {
    shape: 'done',
    title: 'Nothing is on hold',
    text: 'An order appears here while somebody keeps it from moving.',
  },
  unknown: {
    shape: 'done',
    title: 'Every payment has a known outcome',
    text: 'A payment appears here when its provider gave no answer, and leaves when it did.',
  },
  filtered: {
    title: 'No order fits these filters',
    text:
      'A search finds the beginning or end of a number, ours or an old system’s, and words of the buyer’s name or e-mail ' +
      'address and of the names of sellers; every word has to be found. Filters add up: each one leaves less.',
  },
} as const

const searched = 'Number, buyer, e-mail or seller'

/** What staff and buyers call an order is the purchase; each seller has a part of it. */
export const orders = {
  place,
  list: (query?: Query) => address(place.href, query),
  href: (number: string) => `${place.href}/${encodeURIComponent(number)}`,
  payment,
  fulfilment,
  returned,
  refusals,
  views,
  searched,
  empty,
}
