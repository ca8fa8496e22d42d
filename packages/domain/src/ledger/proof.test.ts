import { expect, test } from 'vitest'
import { itemsOfProof, nextProofAt, overdueProofItem } from './proof.ts'

const at = new Date('2026-11-22T12:00:00Z')

test.each([
  ['2026-11-22T02:59:59Z', '2026-11-22T03:00:00Z'],
  ['2026-11-22T03:00:00Z', '2026-11-23T03:00:00Z'],
  ['2026-11-30T23:10:00Z', '2026-12-01T03:00:00Z'],
])('after %s the books are proved at %s', (now, next) => {
  expect(nextProofAt(new Date(now))).toEqual(new Date(next))
})

test('books that are right ask nobody', () => {
  expect(itemsOfProof({ entries: 12, balances: [], sides: [] }, at)).toEqual([])
})

test('each account and each entry that is wrong is asked about by itself, with what was expected and what was found', () => {
  const account = { account: 'seller_available:A', currency: 'EUR', expected: -900, found: -901 }
  const items = itemsOfProof(
    {
      entries: 12,
      balances: [{ ...account, accountId: 'a1', shard: 0 }],
      sides: [{ ...account, entryId: 'e1', effectKey: 'capture:c1:o1' }],
    },
    at,
  )
  expect(items).toMatchObject([
    {
      kind: 'ledger_proof',
      subject: { type: 'account', id: 'a1', label: 'seller_available:A' },
      cause: { code: 'ledger.balance_unproved', expected: -900, found: -901 },
      dueAt: new Date('2026-11-22T16:00:00Z'),
    },
    {
      subject: { type: 'journal_entry', id: 'e1', label: 'capture:c1:o1' },
      cause: { code: 'ledger.entry_unproved', account: 'seller_available:A', expected: -900, found: -901 },
    },
  ])
})

test('a proof that nobody made in time says since when', () => {
  const since = new Date('2026-11-20T03:00:00Z')
  expect(overdueProofItem('t1', { since, at }).cause).toEqual({
    code: 'ledger.proof_overdue',
    since: '2026-11-20T03:00:00.000Z',
  })
})
