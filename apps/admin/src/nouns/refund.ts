import { formatMoney } from '@mainstay/domain/money/format'
import type { DecideRefundRefusal } from '@mainstay/domain/refund/approve'
import type { RefundStatus } from '@mainstay/domain/refund/lifecycle'
import type { RefundBearer, RefundImpact, RefundReason, RequestRefundRefusal } from '@mainstay/domain/refund/refund'
import { address, type Query } from '@/address.ts'
import type { NavigationItem, RefusalWords, StateLook } from './noun.ts'

const place: NavigationItem = {
  group: 'Work',
  title: 'Approvals',
  href: '/approvals/refunds',
  icon: 'approvals',
  key: 'r',
  permission: 'refund.read',
}

const look: Record<RefundStatus, StateLook> = {
  requested: { shape: 'waitsForPerson', words: 'Waits for a second person' },
  denied: { shape: 'stopped', words: 'Denied' },
  expired: { shape: 'stopped', words: 'Lapsed' },
  approved: { shape: 'inProgress', words: 'Approved' },
  sending: { shape: 'inProgress', words: 'Sending' },
  succeeded: { shape: 'done', words: 'Paid back' },
  failed: { shape: 'failed', words: 'Failed' },
  unknown: { shape: 'unknown', words: 'Unknown' },
  released: { shape: 'stopped', words: 'Given up' },
}

const reasons: Record<RefundReason, string> = {
  defective: 'Defective goods',
  not_as_described: 'Not as described',
  late: 'Late',
  canceled: 'Canceled',
  goodwill: 'Goodwill',
  duplicate_charge: 'Charged twice',
  other: 'Other',
}

const bearers: Record<RefundBearer, string> = {
  seller: 'The seller bears the cost',
  operator: 'The marketplace bears the cost',
  shared: 'The cost is shared',
}

type Party = RefundImpact['rows'][number]['party']

/** Whose money a refund changes, and what that change is. */
const parties: Record<Party, { who: string; note: string }> = {
  buyer: { who: 'Buyer, net paid', note: 'Net paid for this order' },
  seller: { who: 'Seller earning', note: '' },
  commission: { who: 'Commission', note: 'Given back with the refund' },
  commission_tax: { who: 'Tax on commission', note: 'Given back with the refund' },
  tax: { who: 'Sales tax', note: 'Collected by the operator' },
  funding: { who: 'Campaign funding', note: 'Part of the discount the operator paid' },
  operator: { who: 'Marketplace', note: 'Borne by the operator' },
}

function impactNote({ currency, sellersTax }: RefundImpact, { party, change }: RefundImpact['rows'][number]): string {
  if (change === 0) return 'Stays as it is'
  if (party !== 'seller' || sellersTax === 0) return parties[party].note
  return `Includes ${formatMoney({ amount: sellersTax, currency })} of sales tax, which the seller claims back`
}

const lapsed = {
  fact: 'Nobody decided in time, so the request has lapsed.',
  wayOut: 'Ask for the refund again; the books may have moved since.',
}

const pieces = (count: number) => (count === 1 ? 'One piece' : `${count} pieces`)

const refusals: RefusalWords<DecideRefundRefusal | RequestRefundRefusal> = {
  'refund.not_awaiting_decision': (refusal) => {
    if (refusal.status === 'expired') return lapsed
    const words = look[refusal.status].words.toLowerCase()
    const by = refusal.decidedBy === null ? '' : ` ${refusal.decidedBy} decided it.`
    return { fact: `This refund is ${words}.`, wayOut: `Only a waiting refund can be decided.${by}` }
  },
  'refund.own_request': {
    fact: 'You asked for this refund yourself.',
    wayOut: 'Asking and releasing are never the same person. Someone else decides it.',
  },
  'refund.over_limit': (refusal) =>
    refusal.limit.amount === 0
      ? { fact: 'You have no limit for refunds of this seller.', wayOut: 'Finance can release this one.' }
      : {
          fact: `${formatMoney(refusal.amount)} is above your limit of ${formatMoney(refusal.limit)}.`,
          wayOut: 'Someone with a higher limit can release it.',
        },
  'refund.changed': (refusal) => ({
    fact: `The refund changed while you looked at it; it is now version ${refusal.version}.`,
    wayOut: 'Nothing was released. Read it again, then decide.',
  }),
  'refund.approval_expired': lapsed,
  'refund.out_of_reach': ({ seller }) => ({
    fact: `Your right to decide refunds does not reach ${seller}.`,
    wayOut: 'Somebody who is responsible for this seller can decide it.',
  }),
  'refund.line_not_in_order': {
    fact: 'A line belongs to another order.',
    wayOut: 'Load the order again and choose its lines.',
  },
  'refund.over_refundable': (refusal) =>
    refusal.refundable.amount === 0
      ? {
          fact: 'Nothing of this line can still be paid back.',
          wayOut: 'Refunds before it have taken all of it. Only if one of them is given up is there something left.',
        }
      : {
          fact: `Only ${formatMoney(refusal.refundable)} of this line can still be paid back.`,
          wayOut: 'Lower the amount, or wait until a refund before it has ended.',
        },
  'refund.line_twice': (refusal) => ({
    fact: `${refusal.title} is named twice.`,
    wayOut: 'Name each line once, with all that goes back of it.',
  }),
  'refund.over_price': (refusal) => ({
    fact: `${pieces(refusal.quantity)} of ${refusal.title} cost ${formatMoney(refusal.price)}.`,
    wayOut: 'Lower the amount, name more pieces, or leave the pieces empty to pay back money alone.',
  }),
  'refund.repriced': (refusal) => ({
    fact: `Others came back since: the last of ${refusal.title} now come to ${formatMoney(refusal.price)}.`,
    wayOut: 'Turn this one down and ask again, so that the line comes to its whole price.',
  }),
  'refund.over_quantity': (refusal) => ({
    fact: `Only ${refusal.left} of ${refusal.title} can still come back.`,
    wayOut: 'Lower the number of pieces.',
  }),
  'refund.between_steps': (refusal) => ({
    fact: 'The payment provider cannot pay this amount.',
    wayOut: `Ask for a multiple of ${formatMoney(refusal.step)}.`,
  }),
  'refund.nothing_captured': {
    fact: 'Nothing of this order has been paid yet.',
    wayOut: 'An unpaid order is canceled, not refunded.',
  },
  'refund.no_snapshot': {
    fact: 'The order has no frozen commission.',
    wayOut: 'Without it the seller’s part cannot be computed. An engineer can look at its run.',
  },
  'refund.order_on_hold': { fact: 'The order is on hold.', wayOut: 'Release the hold first.' },
}

const views = { waiting: 'Waiting', trouble: 'Failed or unknown', decided: 'Decided or lapsed' }

const empty = {
  waiting: {
    shape: 'done',
    title: 'No refund waits for a second person',
    text: 'One appears here as soon as somebody asks for it on an order.',
  },
  trouble: {
    shape: 'done',
    title: 'Every refund that was sent has arrived',
    text: 'One appears here when the provider refuses it or does not answer.',
  },
  decided: { title: 'No refund has been decided yet', text: 'Each one stays here for good.' },
  filtered: { title: 'No refund matches', text: 'Take a filter away.' },
} as const

export const refunds = {
  place,
  /** What waits comes first, by its clock. */
  first: 'waiting',
  views,
  empty,
  list: (query?: Query) => address(place.href, query),
  /** The query keeps the list beside it where it is. */
  href: (id: string, query?: Query) => address(`${place.href}/${id}`, query),
  look,
  reasons,
  bearers,
  parties,
  impactNote,
  lapsed,
  refusals,
}
