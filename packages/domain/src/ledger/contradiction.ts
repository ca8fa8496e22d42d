import type { AccountKind } from './account.ts'
import { accountName, type JournalEntry, type Posting } from './journal-entry.ts'

/** What the books have under an effect key; an account of the tenant's own has an empty owner there. */
export type BookedEntry = {
  kind: string
  currency: string
  postings: readonly { kind: AccountKind; owner: string; amount: number }[]
}

/** Something else is booked under this effect key: two facts that cannot both be so, or one key for two effects. */
export class LedgerContradiction extends Error {
  override name = 'LedgerContradiction'
  readonly booked: BookedEntry
  readonly told: JournalEntry

  constructor(booked: BookedEntry, told: JournalEntry) {
    super(`${told.effectKey} is booked as ${sentence(booked, sidesOf(booked))}, not ${sentence(told, told.postings)}`)
    this.booked = booked
    this.told = told
  }
}

/**
 * Whether an entry told again is the one that is booked. On whose account a seller's part of an order is, was resolved
 * when it was booked: told after the earning was released, the same fact names the available money for the pending.
 */
export function isSameEntry(booked: BookedEntry, told: JournalEntry): boolean {
  if (booked.kind !== told.kind || booked.currency !== told.currency) return false
  const has = written(sidesOf(booked))
  return [told.postings, resolvedOtherwise(told.postings)].some((sides) => written(sides) === has)
}

const pending: AccountKind = 'seller_pending'
const available: AccountKind = 'seller_available'

/** Unless both are named: then money moves from one to the other, and it says which way. */
function resolvedOtherwise(postings: readonly Posting[]): readonly Posting[] {
  const kinds = postings.map(({ account }) => account.kind)
  if (kinds.includes(pending) && kinds.includes(available)) return postings
  const other = new Map([
    [pending, available],
    [available, pending],
  ])
  return postings.map(({ account, amount }) => ({
    account: { ...account, kind: other.get(account.kind) ?? account.kind },
    amount,
  }))
}

function sidesOf({ postings }: BookedEntry): Posting[] {
  return postings.map(({ kind, owner, amount }) => ({ account: owner === '' ? { kind } : { kind, owner }, amount }))
}

/** In one order, whatever order they were told in. */
function written(postings: readonly Posting[]): string {
  return postings
    .map(({ account, amount }) => `${accountName(account)} ${amount}`)
    .toSorted()
    .join(', ')
}

function sentence({ kind, currency }: { kind: string; currency: string }, postings: readonly Posting[]): string {
  return `${kind} in ${currency}: ${written(postings)}`
}
