import { shareAtMost } from '../money/rounding.ts'

/** What of a seller's money a payout run looks at, in minor units of one currency. */
export type SellerToPay = {
  available: number
  /** Kept back by holds: the rolling reserve, disputes, people. */
  held: number
  debt: number
  clawbackSharePpm: number
  minimum: number
  blocked: boolean
}

/**
 * What a payout run makes of what is a seller's: available and held are what is recovered of their debt, what is paid, what
 * stays available and what is kept back.
 */
export type PayoutWeighed = {
  recovered: number
  amount: number
  staysAvailable: number
  held: number
  /** Why nothing is paid; null where something is. */
  unpaid: 'in_debt' | 'nothing_available' | 'blocked' | 'below_minimum' | null
}

/** An old debt is recovered of what is available, also where nothing is paid then. What is held is never touched. */
export function weighPayout(seller: SellerToPay): PayoutWeighed {
  const { available, held } = seller
  const recovered = Math.min(seller.debt, shareAtMost(Math.max(available, 0), seller.clawbackSharePpm))
  const rest = available - recovered
  const unpaid = whyUnpaid(seller, rest)
  const amount = unpaid === null ? rest : 0
  return { recovered, amount, staysAvailable: rest - amount, held, unpaid }
}

function whyUnpaid({ available, blocked, minimum }: SellerToPay, rest: number): PayoutWeighed['unpaid'] {
  if (available < 0) return 'in_debt'
  if (blocked) return 'blocked'
  if (rest === 0) return 'nothing_available'
  return rest < minimum ? 'below_minimum' : null
}
