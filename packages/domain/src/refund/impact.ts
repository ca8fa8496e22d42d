import type { AccountKind } from '../ledger/account.ts'
import type { Currency } from '../money/currency.ts'
import { proportion } from '../money/rounding.ts'
import { sumOf } from '../money/sum.ts'
import type { FrozenLine, LineInProgress } from '../order/line.ts'
import type { RefundImpact } from './refund.ts'

type Party = RefundImpact['rows'][number]['party']
type Side = { account: AccountKind; amount: number }

/** Whose money an account of an order holds. Sides of other accounts cancel out within the order. */
const accountsOfParty: Record<Party, readonly AccountKind[]> = {
  buyer: ['provider_clearing', 'bank', 'buyer_receivable', 'refund_payable', 'opening_balance'],
  seller: ['seller_pending', 'seller_available', 'seller_held'],
  commission: ['commission_revenue'],
  commission_tax: ['tax_payable_commission'],
  tax: ['tax_payable_sale', 'tax_recoverable'],
  funding: ['campaign_funding'],
  operator: ['shipping_revenue', 'goodwill'],
}

const parties = ['buyer', 'seller', 'commission', 'commission_tax', 'tax', 'funding', 'operator'] as const

export type RefundImpactInput = {
  currency: Currency
  /** What is booked for the order so far, without this refund. */
  booked: readonly Side[]
  /** The very postings that the release books, or has booked. */
  released: readonly Side[]
  sellersTax: number
  /** What the seller has available before the refund; negative when the seller owes already. */
  sellerAvailable: number
}

/** What one refund changes for everybody: the changes of the parties add up to the buyer's. */
export function refundImpact(refund: RefundImpactInput): RefundImpact {
  const { currency, booked, released, sellersTax } = refund
  const rows = parties.map((party) => {
    const now = partOf(party, booked)
    const change = partOf(party, released)
    return { party, now, change, after: now + change }
  })
  // What other orders have pending is not there to take: they may be returned before it is the seller's.
  const owedAfter = refund.sellerAvailable + pendingOf(booked) + partOf('seller', released)
  return {
    currency,
    rows: rows.filter((row) => row.party === 'buyer' || row.party === 'seller' || row.now !== 0 || row.change !== 0),
    sellersTax,
    sellerWillOwe: owedAfter < 0 ? { amount: -owedAfter, currency } : null,
  }
}

/** Sales tax inside what the seller gives back of a line; 0 where the operator collects it. */
export function taxOfSeller(
  line: Pick<LineInProgress, 'payable' | 'returned'> & Pick<FrozenLine, 'tax' | 'taxCollector'>,
  amount: number,
): number {
  if (line.taxCollector === 'operator' || line.payable === 0) return 0
  const upTo = (returned: number) => proportion(line.tax, returned, line.payable)
  return upTo(line.returned + amount) - upTo(line.returned)
}

/** What the order itself has earned and not released: a refund takes from that first. */
function pendingOf(booked: readonly Side[]): number {
  return 0 - sumOf(booked, ({ account, amount }) => (account === 'seller_pending' ? amount : 0))
}

/** The buyer's part is what was paid in, everybody else's what was taken out of it. */
function partOf(party: Party, sides: readonly Side[]): number {
  const accounts = accountsOfParty[party]
  const balance = sides.reduce((sum, side) => (accounts.includes(side.account) ? sum + side.amount : sum), 0)
  return party === 'buyer' || balance === 0 ? balance : -balance
}
