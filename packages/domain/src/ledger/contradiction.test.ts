import { describe, expect, test } from 'vitest'
import { type BookedEntry, isSameEntry, LedgerContradiction } from './contradiction.ts'
import type { JournalEntry } from './journal-entry.ts'

const told: JournalEntry = {
  kind: 'capture',
  effectKey: 'capture:c1:o1',
  currency: 'EUR',
  occurredAt: new Date('2026-03-02T10:00:00Z'),
  sourceType: 'capture',
  sourceId: 'c1',
  postings: [
    { account: { kind: 'provider_clearing' }, amount: 1000 },
    { account: { kind: 'seller_pending', owner: 'A' }, amount: -1000 },
  ],
}
const booked: BookedEntry = {
  kind: 'capture',
  currency: 'EUR',
  postings: [
    { kind: 'seller_pending', owner: 'A', amount: -1000 },
    { kind: 'provider_clearing', owner: '', amount: 1000 },
  ],
}
const withAmount = (amount: number) =>
  told.postings.map((side) => ({ ...side, amount: side.amount < 0 ? -amount : amount }))

describe('an entry told again', () => {
  test('is the same in whatever order its postings are told, and whenever', () => {
    expect(isSameEntry(booked, told)).toBe(true)
    expect(isSameEntry(booked, { ...told, occurredAt: new Date('2026-03-03T10:00:00Z') })).toBe(true)
  })

  test('is another with another amount, kind, currency or owner', () => {
    expect(isSameEntry(booked, { ...told, postings: withAmount(1001) })).toBe(false)
    expect(isSameEntry(booked, { ...told, kind: 'opening' })).toBe(false)
    expect(isSameEntry(booked, { ...told, currency: 'USD' })).toBe(false)
    const ofB = told.postings.map(({ account, amount }) =>
      account.owner === undefined ? { account, amount } : { account: { ...account, owner: 'B' }, amount },
    )
    expect(isSameEntry(booked, { ...told, postings: ofB })).toBe(false)
  })

  test('is the same after the earning was released, when it names what is available', () => {
    const later = told.postings.map(({ account, amount }) =>
      account.kind === 'seller_pending'
        ? { account: { ...account, kind: 'seller_available' as const }, amount }
        : { account, amount },
    )
    expect(isSameEntry(booked, { ...told, postings: later })).toBe(true)
  })

  test('that moves money between pending and available is another the other way round', () => {
    const release = (sign: number): JournalEntry => ({
      ...told,
      kind: 'earning_released',
      postings: [
        { account: { kind: 'seller_pending', owner: 'A' }, amount: sign * 500 },
        { account: { kind: 'seller_available', owner: 'A' }, amount: sign * -500 },
      ],
    })
    const released: BookedEntry = {
      kind: 'earning_released',
      currency: 'EUR',
      postings: [
        { kind: 'seller_pending', owner: 'A', amount: 500 },
        { kind: 'seller_available', owner: 'A', amount: -500 },
      ],
    }
    expect(isSameEntry(released, release(1))).toBe(true)
    expect(isSameEntry(released, release(-1))).toBe(false)
  })
})

test('a contradiction carries both and names the amounts', () => {
  const contradiction = new LedgerContradiction(booked, { ...told, postings: withAmount(990) })
  expect(contradiction).toMatchObject({ booked, told: { effectKey: 'capture:c1:o1' } })
  expect(contradiction.message).toBe(
    'capture:c1:o1 is booked as capture in EUR: provider_clearing 1000, seller_pending:A -1000, ' +
      'not capture in EUR: provider_clearing 990, seller_pending:A -990',
  )
})
