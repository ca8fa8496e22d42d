/**
 * The chart of accounts. `floor` says which side of zero a balance must not cross; a sharded account has none, so no
 * shard is read to post. Owner is whose account it is, one account per owner, kind and currency.
 */
const chart = {
  provider_clearing: { class: 'asset', owner: 'connection', floor: 'none', sharded: true },
  bank: { class: 'asset', owner: 'bank_account', floor: 'none', sharded: false },
  buyer_receivable: { class: 'asset', owner: 'buyer', floor: 'none', sharded: false },
  payout_in_transit: { class: 'asset', owner: 'seller', floor: 'none', sharded: false },
  dispute_funds: { class: 'asset', owner: 'connection', floor: 'none', sharded: true },
  seller_clawback: { class: 'asset', owner: 'seller', floor: 'not_below_zero', sharded: false },
  tax_recoverable: { class: 'asset', owner: 'jurisdiction', floor: 'none', sharded: true },
  seller_pending: { class: 'liability', owner: 'seller', floor: 'none', sharded: false },
  seller_available: { class: 'liability', owner: 'seller', floor: 'none', sharded: false },
  seller_held: { class: 'liability', owner: 'seller', floor: 'not_above_zero', sharded: false },
  payout_committed: { class: 'liability', owner: 'seller', floor: 'not_above_zero', sharded: false },
  refund_payable: { class: 'liability', owner: 'buyer', floor: 'none', sharded: true },
  buyer_credit: { class: 'liability', owner: 'buyer', floor: 'none', sharded: false },
  tax_payable_sale: { class: 'liability', owner: 'jurisdiction', floor: 'none', sharded: true },
  tax_payable_commission: { class: 'liability', owner: 'jurisdiction', floor: 'none', sharded: true },
  suspense: { class: 'either', owner: 'connection', floor: 'none', sharded: false },
  opening_balance: { class: 'equity', owner: 'tenant', floor: 'none', sharded: false },
  commission_revenue: { class: 'income', owner: 'tenant', floor: 'none', sharded: true },
  shipping_revenue: { class: 'income', owner: 'tenant', floor: 'none', sharded: true },
  seller_charges: { class: 'income', owner: 'tenant', floor: 'none', sharded: false },
  campaign_funding: { class: 'expense', owner: 'campaign', floor: 'none', sharded: true },
  provider_fees: { class: 'expense', owner: 'connection', floor: 'none', sharded: true },
  goodwill: { class: 'expense', owner: 'tenant', floor: 'none', sharded: false },
  dispute_losses: { class: 'expense', owner: 'tenant', floor: 'none', sharded: false },
  write_off: { class: 'expense', owner: 'tenant', floor: 'none', sharded: false },
  rounding: { class: 'either', owner: 'tenant', floor: 'none', sharded: false },
} as const satisfies Record<string, AccountRule>

export type AccountClass = 'asset' | 'liability' | 'equity' | 'income' | 'expense' | 'either'
export type AccountOwner = 'tenant' | 'seller' | 'buyer' | 'connection' | 'bank_account' | 'campaign' | 'jurisdiction'
export type AccountFloor = 'none' | 'not_below_zero' | 'not_above_zero'
export type AccountRule = { class: AccountClass; owner: AccountOwner; floor: AccountFloor; sharded: boolean }

export type AccountKind = keyof typeof chart

/** An account by what it is; `owner` is the id of the seller, campaign, connection and so on, absent for the tenant's own. */
export type AccountRef = { kind: AccountKind; owner?: string }

export const accountShards = 16

export function isAccountKind(kind: string): kind is AccountKind {
  return Object.hasOwn(chart, kind)
}

export const accountKinds: readonly AccountKind[] = Object.keys(chart).filter(isAccountKind)

export function accountRule(kind: AccountKind): AccountRule {
  return chart[kind]
}

/** Debit-normal balances are shown as they are, the others negated: "owed to the seller" is −balance. */
export function isDebitNormal(kind: AccountKind): boolean {
  const { class: accountClass } = chart[kind]
  return accountClass === 'asset' || accountClass === 'expense'
}

/** Which of the 16 balance rows of a sharded account the entries of one order share: FNV-1a, folded. */
export function accountShard(orderIdOrEntryId: string): number {
  let hash = 0x811c9dc5
  for (const character of orderIdOrEntryId) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  }
  return (hash ^ (hash >>> 16)) & (accountShards - 1)
}
