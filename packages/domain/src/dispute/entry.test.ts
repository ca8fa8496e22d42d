import { describe, expect, test } from 'vitest'
import { agentSettings, commissionRule, line, untouchedLine } from '../../test/marketplace.ts'
import { accepted } from '../command/decision.ts'
import { accountName, type JournalEntry } from '../ledger/journal-entry.ts'
import { canBecome } from '../lifecycle/lifecycle.ts'
import { captureLines, restToCapture, restToReturn, returnLines } from '../order/line-effect.ts'
import { freezeOrder } from '../pricing/price.ts'
import { disputeLossEntry, disputeLostEntry, disputeOpenedEntry, disputeWonEntry } from './entry.ts'
import { disputeLifecycle } from './lifecycle.ts'

const occurredAt = new Date('2025-11-26T09:00:00Z')
const dispute = { disputeId: 'd1', amount: 11_900, currency: 'EUR', occurredAt }

// Worked example 7: one order of 119.00, captured in full.
const frozen = accepted(
  freezeOrder({
    sellerId: 'A',
    currency: 'EUR',
    placedAt: new Date('2025-11-20T08:41:00Z'),
    lines: [line(11_900)],
    settings: agentSettings,
    commissionRules: [commissionRule(125_000)],
  }),
)
const captured = captureLines(
  restToCapture(frozen.lines.map((each, index) => untouchedLine(`l${index + 1}`, each))),
).lines

function moves({ postings }: JournalEntry): Record<string, number> {
  return Object.fromEntries(postings.map(({ account, amount }) => [accountName(account), amount]))
}

describe('a dispute', () => {
  test('takes the money out of our balance while it is open, and puts it back when it is won', () => {
    const opened = disputeOpenedEntry(dispute)
    expect(moves(opened)).toEqual({ dispute_funds: 11_900, provider_clearing: -11_900 })
    expect(opened.effectKey).toBe('dispute:d1:open')
    const won = disputeWonEntry(dispute)
    expect(moves(won)).toEqual({ provider_clearing: 11_900, dispute_funds: -11_900 })
    expect(won.effectKey).toBe('dispute:d1:won:1')
  })

  test('that is lost debits the seller what the order earned them, and returns the commission', () => {
    const { effects } = returnLines(restToReturn(captured), { bearer: 'seller', commission: 'return' })
    const lost = disputeLostEntry({
      disputeId: 'd1',
      orderId: 'o1',
      accounts: { sellerId: 'A' },
      earningStatus: 'available',
      effects,
      currency: 'EUR',
      occurredAt,
    })
    expect(moves(lost)).toEqual({
      dispute_funds: -11_900,
      commission_revenue: 1250,
      tax_payable_commission: 238,
      'seller_available:A': 10_412,
    })
    expect(lost.effectKey).toBe('dispute:d1:lost:1:o1')
  })

  test('for more than the orders had left is the marketplace’s own loss', () => {
    expect(moves(disputeLossEntry({ ...dispute, amount: 100 }))).toEqual({ dispute_losses: 100, dispute_funds: -100 })
  })

  test('that has ended does not end again the other way', () => {
    expect(canBecome(disputeLifecycle, 'open', 'lost')).toBe(true)
    expect(canBecome(disputeLifecycle, 'inquiry', 'open')).toBe(true)
    expect(canBecome(disputeLifecycle, 'won', 'lost')).toBe(false)
    expect(canBecome(disputeLifecycle, 'lost', 'won')).toBe(false)
  })
})
