import { hoursAfter, type WorkItemToOpen } from '../work-item/queue.ts'

/** An account whose balance is not the sum of its postings, in one of its shards; amounts in minor units. */
export type UnprovedBalance = {
  accountId: string
  account: string
  currency: string
  shard: number
  expected: number
  found: number
}

/** An entry whose postings are not what it says, or that does not sum to zero: `account` is then absent. */
export type UnprovedEntry = {
  entryId: string
  effectKey: string
  account: string | null
  currency: string
  expected: number
  found: number
}

/** What a proof of a tenant's books found: nothing, or the books are wrong. */
export type LedgerProof = { entries: number; balances: UnprovedBalance[]; sides: UnprovedEntry[] }

/** No more of each than a person can look at; the books are wrong with one. */
export const findingsMax = 100

/** At night, when little is booked. */
const hourOfProof = 3

export function nextProofAt(at: Date): Date {
  const today = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate(), hourOfProof)
  return today > at.getTime() ? new Date(today) : hoursAfter(new Date(today), 24)
}

/** One that has not ended by then is begun again. */
export function proofGivenUpAt(at: Date): Date {
  return hoursAfter(at, 1)
}

/** Books that were proved last before then should have been since. */
export function proofOverdueSince(at: Date): Date {
  return hoursAfter(at, -26)
}

const hoursToAct = 4

/** The questions to a person that a proof leads to, one for each account and each entry. */
export function itemsOfProof({ balances, sides }: LedgerProof, at: Date): WorkItemToOpen[] {
  const dueAt = hoursAfter(at, hoursToAct)
  const ofBalances = balances.map(
    ({ accountId: id, account, currency, shard, expected, found }): WorkItemToOpen => ({
      kind: 'ledger_proof',
      subject: { type: 'account', id, label: account },
      cause: { code: 'ledger.balance_unproved', account, currency, shard, expected, found },
      dueAt,
    }),
  )
  const ofEntries = sides.map(
    ({ entryId: id, effectKey, account, currency, expected, found }): WorkItemToOpen => ({
      kind: 'ledger_proof',
      subject: { type: 'journal_entry', id, label: effectKey },
      cause: { code: 'ledger.entry_unproved', entry: effectKey, account, currency, expected, found },
      dueAt,
    }),
  )
  return [...ofBalances, ...ofEntries]
}

/** Nobody has proved the books in time. */
export function overdueProofItem(tenantId: string, { since, at }: { since: Date; at: Date }): WorkItemToOpen {
  return {
    kind: 'ledger_proof',
    subject: { type: 'ledger', id: tenantId, label: 'The ledger' },
    cause: { code: 'ledger.proof_overdue', since: since.toISOString() },
    dueAt: hoursAfter(at, hoursToAct),
  }
}
