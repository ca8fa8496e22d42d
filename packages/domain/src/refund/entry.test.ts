import { describe, expect, test } from 'vitest'
import { agentSettings, amounts, commissionRule, line, untouchedLine } from '../../test/marketplace.ts'
import { accepted } from '../command/decision.ts'
import { earningReleasedEntry } from '../earning/earning.ts'
import { accountName, type JournalEntry } from '../ledger/journal-entry.ts'
import { captureLines, restToCapture, returnLines } from '../order/line-effect.ts'
import { captureEntry } from '../payment/entry.ts'
import { freezeOrder } from '../pricing/price.ts'
import { refundBouncedEntry, refundCommittedEntry, refundReleasedEntry, refundSettledEntry } from './entry.ts'

const occurredAt = new Date('2025-11-20T08:41:00Z')
const accounts = { sellerId: 'A', connectionId: 'stripe', buyerId: 'Hansen' }
const facts = { orderId: 'o1', accounts, currency: 'EUR', occurredAt } as const

const placed = accepted(
  freezeOrder({
    sellerId: 'A',
    currency: 'EUR',
    placedAt: occurredAt,
    lines: [line(5950)],
    settings: agentSettings,
    commissionRules: [commissionRule(125_000)],
  }),
).lines.map((frozen) => untouchedLine('l1', frozen))
const captured = captureLines(restToCapture(placed))
const refund = {
  ...facts,
  refundId: 'r1',
  ...returnLines(amounts(1190)(captured.lines), { bearer: 'seller', commission: 'return' }),
}
const attempt = { ...facts, refundId: 'r1', attemptId: 'a1', amount: 1190 }

function postingsOf(entry: JournalEntry | undefined): Record<string, number> {
  return Object.fromEntries(entry?.postings.map(({ account, amount }) => [accountName(account), amount]) ?? [])
}

describe('a capture', () => {
  test('on invoice terms is owed by the buyer instead of held at the provider', () => {
    const entry = captureEntry({
      ...facts,
      captureId: 'c1',
      earningStatus: 'pending',
      effects: captured.effects,
      paidInto: 'buyer_receivable',
    })
    expect(postingsOf(entry)).toEqual({
      'buyer_receivable:Hansen': 5950,
      commission_revenue: -625,
      tax_payable_commission: -119,
      'seller_pending:A': -5206,
    })
  })
})

describe('a refund', () => {
  test('given up takes its promise back from the earning where it is today', () => {
    const committed = refundCommittedEntry({ ...refund, earningStatus: 'pending' })
    const released = refundReleasedEntry({ ...refund, earningStatus: 'available' })
    expect(postingsOf(committed)).toEqual({
      'refund_payable:Hansen': -1190,
      commission_revenue: 125,
      tax_payable_commission: 24,
      'seller_pending:A': 1041,
    })
    expect(postingsOf(released)).toEqual({
      'refund_payable:Hansen': 1190,
      commission_revenue: -125,
      tax_payable_commission: -24,
      'seller_available:A': -1041,
    })
    expect(released.effectKey).toBe('refund:r1:release:o1')
    expect(released.reversesKey).toBe(committed?.effectKey)
  })

  test('that bounces is promised to the buyer again', () => {
    const settled = refundSettledEntry(attempt)
    const bounced = refundBouncedEntry(attempt)
    expect(postingsOf(settled)).toEqual({ 'refund_payable:Hansen': 1190, 'provider_clearing:stripe': -1190 })
    expect(postingsOf(bounced)).toEqual({ 'refund_payable:Hansen': -1190, 'provider_clearing:stripe': 1190 })
    expect(bounced.effectKey).toBe('refund:r1:bounce:a1')
  })

  test('can leave by bank transfer or off an unpaid invoice', () => {
    expect(postingsOf(refundSettledEntry({ ...attempt, paidFrom: 'bank' }))).toMatchObject({ bank: -1190 })
    expect(postingsOf(refundSettledEntry({ ...attempt, paidFrom: 'buyer_receivable' }))).toMatchObject({
      'buyer_receivable:Hansen': -1190,
    })
  })
})

describe('a released earning', () => {
  const earning = { orderId: 'o1', sellerId: 'A', currency: 'EUR', occurredAt } as const

  test('keeps the rolling reserve back', () => {
    expect(postingsOf(earningReleasedEntry({ ...earning, earning: 10412, reservePpm: 100_000 }))).toEqual({
      'seller_pending:A': 10412,
      'seller_available:A': -9371,
      'seller_held:A': -1041,
    })
  })

  test('that is a debt is released in full, without reserve', () => {
    expect(postingsOf(earningReleasedEntry({ ...earning, earning: -300, reservePpm: 100_000 }))).toEqual({
      'seller_pending:A': -300,
      'seller_available:A': 300,
    })
  })

  test('of nothing has no entry', () => {
    expect(earningReleasedEntry({ ...earning, earning: 0, reservePpm: 0 })).toBeUndefined()
  })
})
