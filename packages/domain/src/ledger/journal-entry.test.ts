import { describe, expect, test } from 'vitest'
import { accountKinds, accountRule, accountShard, accountShards, isAccountKind, isDebitNormal } from './account.ts'
import { type JournalEntry, journalEntry, type Posting } from './journal-entry.ts'
import { openingEntry } from './opening-entry.ts'
import { sellerBalances } from './seller-balance.ts'

const occurredAt = new Date('2025-11-20T08:41:00Z')

function entryOf(...postings: Posting[]): JournalEntry {
  return {
    kind: 'provider_fee',
    effectKey: 'fee:txn_1',
    currency: 'EUR',
    occurredAt,
    sourceType: 'balance_transaction',
    sourceId: 'txn_1',
    postings,
  }
}

describe('a journal entry', () => {
  const fee: Posting = { account: { kind: 'provider_fees' }, amount: 361 }
  const clearing: Posting = { account: { kind: 'provider_clearing' }, amount: -361 }

  test('holds no posting of zero', () => {
    const nothing: Posting = { account: { kind: 'goodwill' }, amount: 0 }
    const minusNothing: Posting = { account: { kind: 'rounding' }, amount: -0 }
    expect(journalEntry(entryOf(fee, nothing, minusNothing, clearing)).postings).toEqual([fee, clearing])
  })

  test('that does not sum to zero is a bug', () => {
    expect(() => journalEntry(entryOf(fee, { ...clearing, amount: -360 }))).toThrow('Entry fee:txn_1 is off by 1')
  })

  test('that moves nothing is a bug', () => {
    expect(() => journalEntry(entryOf())).toThrow('moves nothing')
  })

  test('that names an account twice is a bug, though two sellers have an account each', () => {
    expect(() => journalEntry(entryOf(fee, fee, { ...clearing, amount: -722 }))).toThrow('names an account twice')
    const ofSellers = ['A', 'B'].map((owner, index) => ({
      account: { kind: 'seller_available', owner } as const,
      amount: index === 0 ? 5 : -5,
    }))
    expect(journalEntry(entryOf(...ofSellers)).postings).toHaveLength(2)
  })

  test('of part of a cent is a bug', () => {
    expect(() => journalEntry(entryOf({ ...fee, amount: 0.5 }, { ...clearing, amount: -0.5 }))).toThrow(RangeError)
  })

  test('of an imported balance has the opening balance on its other side', () => {
    const entry = openingEntry({
      importId: 'olist',
      externalId: 'L1',
      account: { kind: 'seller_pending', owner: 'A' },
      amount: -8750,
      currency: 'EUR',
      occurredAt,
    })
    expect(entry).toMatchObject({ kind: 'opening', effectKey: 'import:olist:L1' })
    expect(entry.postings).toEqual([
      { account: { kind: 'seller_pending', owner: 'A' }, amount: -8750 },
      { account: { kind: 'opening_balance' }, amount: 8750 },
    ])
  })
})

describe('the chart of accounts', () => {
  test('has 26 kinds, of which only three may not cross zero', () => {
    expect(accountKinds).toHaveLength(26)
    expect(accountKinds.filter((kind) => accountRule(kind).floor !== 'none')).toEqual([
      'seller_clawback',
      'seller_held',
      'payout_committed',
    ])
    expect(isAccountKind('cash')).toBe(false)
  })

  test('never shards an account that has a floor, because no shard is read to post', () => {
    const sharded = accountKinds.filter((kind) => accountRule(kind).sharded)
    expect(sharded.every((kind) => accountRule(kind).floor === 'none')).toBe(true)
    expect(sharded).toEqual([
      'provider_clearing',
      'dispute_funds',
      'tax_recoverable',
      'refund_payable',
      'tax_payable_sale',
      'tax_payable_commission',
      'commission_revenue',
      'shipping_revenue',
      'campaign_funding',
      'provider_fees',
    ])
  })

  test('reads assets and expenses as debits', () => {
    expect(isDebitNormal('provider_clearing')).toBe(true)
    expect(isDebitNormal('goodwill')).toBe(true)
    expect(isDebitNormal('seller_available')).toBe(false)
    expect(isDebitNormal('commission_revenue')).toBe(false)
  })

  test('puts an order on the same shard for ever, and many orders on all of them', () => {
    expect(accountShard('0198c0de-0000-7000-8000-000000000001')).toBe(3)
    const counts = new Map<number, number>()
    for (let order = 0; order < 16_000; order++) {
      const shard = accountShard(`0198c0de-0000-7000-8000-${String(order).padStart(12, '0')}`)
      counts.set(shard, (counts.get(shard) ?? 0) + 1)
    }
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: accountShards }, (_, shard) => shard))
    expect(Math.max(...counts.values())).toBeLessThan(1500)
  })
})

test('a seller reads what is owed as positive, and a debt too', () => {
  expect(
    sellerBalances([
      { kind: 'seller_pending', balance: -6563 },
      { kind: 'seller_available', balance: 120 },
      { kind: 'seller_clawback', balance: 4000 },
      { kind: 'payout_committed', balance: -99 },
    ]),
  ).toEqual({ pending: 6563, available: -120, held: 0, debt: 4000 })
})
