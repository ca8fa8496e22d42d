import type { AccountKind } from './account.ts'

/** What a seller has, in minor units, each as the seller reads it: owed to the seller is positive, so is a debt. */
export type SellerBalances = { pending: number; available: number; held: number; debt: number }

/** From the account balances of one seller in one currency. */
export function sellerBalances(balances: readonly { kind: AccountKind; balance: number }[]): SellerBalances {
  const balance = (kind: AccountKind) =>
    balances.reduce((sum, account) => (account.kind === kind ? sum + account.balance : sum), 0)
  return {
    pending: 0 - balance('seller_pending'),
    available: 0 - balance('seller_available'),
    held: 0 - balance('seller_held'),
    debt: balance('seller_clawback'),
  }
}
