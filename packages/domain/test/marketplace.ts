import { accepted } from '../src/command/decision.ts'
import { type EarningStatus, earningReleasedEntry } from '../src/earning/earning.ts'
import type { JournalEntry } from '../src/ledger/journal-entry.ts'
import { type FrozenLine, type LineInProgress, untouched } from '../src/order/line.ts'
import {
  type CaptureEffect,
  captureLines,
  earningOf,
  type LinePart,
  type ReturnEffect,
  type ReturnTerms,
  restToCapture,
  restToReturn,
  returnLines,
} from '../src/order/line-effect.ts'
import { captureEntry } from '../src/payment/entry.ts'
import { providerFeeEntry } from '../src/payment/provider-fee.ts'
import { payoutAssignedEntry, payoutPaidEntry, payoutSentEntry } from '../src/payout/entry.ts'
import type { CommissionRule } from '../src/pricing/commission.ts'
import { freezeOrder, type LineToPrice, type OrderToPrice, type PricingSettings } from '../src/pricing/price.ts'
import { refundCommittedEntry, refundSettledEntry } from '../src/refund/entry.ts'

/** The settings most examples share: agent, 19 % VAT included, commission on net, 19 % VAT on commission. */
export const agentSettings: PricingSettings = {
  salesMode: 'agent',
  taxInclusive: true,
  operatorDiscountTax: 'third_party_consideration',
  commissionBase: 'net',
  commissionOnShipping: false,
  shippingIncome: 'seller',
  commissionTaxPpm: 190_000,
  supplyTaxPpm: 0,
}

export function commissionRule(ratePpm: number, overrides: Partial<CommissionRule> = {}): CommissionRule {
  return {
    id: 'rule',
    version: 1,
    priority: 1,
    validFrom: new Date('2025-01-01T00:00:00Z'),
    validTo: null,
    sellerId: null,
    category: null,
    currency: null,
    ratePpm,
    fixed: 0,
    min: 0,
    max: null,
    ...overrides,
  }
}

/** A line as an order names it: so many units at a price, taxed at 19 %, no discount. */
export function line(unitPrice: number, overrides: Partial<LineToPrice> = {}): LineToPrice {
  return {
    kind: 'item',
    quantity: 1,
    unitPrice,
    discountSeller: 0,
    discountOperator: 0,
    taxRatePpm: 190_000,
    taxCategory: 'standard',
    taxJurisdiction: 'DE',
    productCategory: null,
    ...overrides,
  }
}

/** A frozen line nobody has paid for yet. */
export function untouchedLine(lineId: string, frozen: FrozenLine): LineInProgress {
  return { ...frozen, ...untouched, lineId }
}

type OrderToPlace = Pick<OrderToPrice, 'sellerId' | 'lines' | 'commissionRules'> & Partial<OrderToPrice>
type ReturnToCommit = Partial<ReturnTerms> & { parts?: (lines: LineInProgress[]) => LinePart[] }

type PlacedOrder = {
  sellerId: string
  lines: LineInProgress[]
  earningStatus: EarningStatus
  captures: CaptureEffect[]
  returns: ReturnEffect[]
}

export type Marketplace = ReturnType<typeof openMarketplace>

/** Plays orders through the rules and collects the entry of every step; a step without entry is undefined. */
export function openMarketplace() {
  const orders = new Map<string, PlacedOrder>()
  const refunds = new Map<string, { orderId: string; amount: number }>()
  const frozenLines: { orderId: string; sellerId: string; line: FrozenLine }[] = []
  const entries: (JournalEntry | undefined)[] = []
  const currency = 'EUR'
  const occurredAt = new Date('2025-11-20T08:41:00Z')

  function placed(orderId: string): PlacedOrder {
    const order = orders.get(orderId)
    if (order === undefined) throw new Error(`No order ${orderId}`)
    return order
  }

  return {
    entries,
    frozenLines,

    place(orderId: string, order: OrderToPlace) {
      const { sellerId } = order
      const frozen = accepted(freezeOrder({ currency, placedAt: occurredAt, settings: agentSettings, ...order }))
      frozenLines.push(...frozen.lines.map((line) => ({ orderId, sellerId, line })))
      orders.set(orderId, {
        sellerId,
        lines: frozen.lines.map((line, index) => untouchedLine(`${orderId}-${index + 1}`, line)),
        earningStatus: 'pending',
        captures: [],
        returns: [],
      })
    },

    noEntry() {
      entries.push(undefined)
    },

    lines(orderId: string): readonly LineInProgress[] {
      return placed(orderId).lines
    },

    capture(captureId: string, orderId: string, choose: (lines: LineInProgress[]) => LinePart[] = restToCapture) {
      const order = placed(orderId)
      const { effects, lines } = captureLines(choose(order.lines))
      order.captures.push(...effects)
      order.lines = lines
      const { sellerId, earningStatus } = order
      entries.push(
        captureEntry({ captureId, orderId, accounts: { sellerId }, earningStatus, effects, currency, occurredAt }),
      )
    },

    fee(balanceTransactionId: string, amount: number) {
      entries.push(providerFeeEntry({ balanceTransactionId, amount, currency, occurredAt }))
    },

    release(orderId: string) {
      const order = placed(orderId)
      const earning = earningOf(order.captures, order.returns)
      order.earningStatus = 'available'
      entries.push(
        earningReleasedEntry({ orderId, sellerId: order.sellerId, earning, reservePpm: 0, currency, occurredAt }),
      )
    },

    payOut(payoutId: string, sellerId: string, amount: number) {
      const payout = { payoutId, sellerId, amount, currency, occurredAt } as const
      entries.push(payoutAssignedEntry(payout), payoutSentEntry(payout), payoutPaidEntry(payout))
    },

    commitRefund(
      refundId: string,
      orderId: string,
      { parts = restToReturn, bearer = 'seller', commission = 'return' }: ReturnToCommit = {},
    ) {
      const order = placed(orderId)
      const { effects, lines } = returnLines(parts(order.lines), { bearer, commission })
      order.returns.push(...effects)
      order.lines = lines
      const { sellerId, earningStatus } = order
      const amount = effects.reduce((sum, effect) => sum + effect.amount, 0)
      refunds.set(refundId, { orderId, amount })
      entries.push(
        refundCommittedEntry({
          refundId,
          orderId,
          accounts: { sellerId },
          earningStatus,
          effects,
          currency,
          occurredAt,
        }),
      )
    },

    settleRefund(refundId: string, attemptId: string) {
      const refund = refunds.get(refundId)
      if (refund === undefined) throw new Error(`No refund ${refundId}`)
      const { sellerId } = placed(refund.orderId)
      entries.push(refundSettledEntry({ refundId, attemptId, ...refund, accounts: { sellerId }, currency, occurredAt }))
    },
  }
}

/** Parts of the lines of one order by amount, first line first. */
export function amounts(...amountOfLine: number[]): (lines: LineInProgress[]) => LinePart[] {
  return (lines) => lines.map((line, index) => ({ line, amount: amountOfLine[index] ?? 0 }))
}
