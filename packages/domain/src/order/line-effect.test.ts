import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryOrder } from '../../test/arbitrary-order.ts'
import { agentSettings, amounts, commissionRule, line, untouchedLine } from '../../test/marketplace.ts'
import { accepted } from '../command/decision.ts'
import { type EarningStatus, earningReleasedEntry } from '../earning/earning.ts'
import { accountName, type JournalEntry } from '../ledger/journal-entry.ts'
import { captureEntry } from '../payment/entry.ts'
import { freezeOrder, type OrderToPrice } from '../pricing/price.ts'
import { refundCommittedEntry, refundReleasedEntry, refundSettledEntry } from '../refund/entry.ts'
import { type LineInProgress, lineComponents, refundable } from './line.ts'
import {
  type CaptureEffect,
  captureLines,
  earningOf,
  type LinePart,
  postedComponents,
  type ReturnEffect,
  type ReturnTerms,
  restToCapture,
  restToReturn,
  returnLines,
  spreadOverLines,
  totalComponents,
  undoReturn,
  unitsAmount,
} from './line-effect.ts'

const sellerBears = { bearer: 'seller', commission: 'return' } as const

const facts = {
  orderId: 'o1',
  accounts: { sellerId: 'A' },
  currency: 'EUR',
  occurredAt: new Date('2025-11-20T08:41:00Z'),
} as const

type Step =
  | { does: 'capture' | 'refund'; position: number; share: number; terms: ReturnTerms }
  | { does: 'release' | 'give up'; position: number }

function arbitrarySteps(terms: fc.Arbitrary<ReturnTerms>): fc.Arbitrary<Step[]> {
  const position = fc.nat({ max: 20 })
  const share = fc.integer({ min: 1, max: 100 })
  const moves = fc.constantFrom('capture' as const, 'refund' as const)
  return fc.array(
    fc.oneof(
      { weight: 5, arbitrary: fc.record({ does: moves, position, share, terms }) },
      { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('release' as const, 'give up' as const), position }) },
    ),
    { maxLength: 25 },
  )
}

const anyTerms: fc.Arbitrary<ReturnTerms> = fc.record({
  bearer: fc.oneof(
    fc.constantFrom('seller' as const, 'operator' as const),
    fc.record({ sellerSharePpm: fc.integer({ min: 0, max: 1_000_000 }) }),
  ),
  commission: fc.constantFrom('return' as const, 'keep' as const),
})

/** One order through a history of captures, refunds, refunds given up and its release, each posted. */
function playHistory(order: OrderToPrice, steps: readonly Step[]) {
  const balances = new Map<string, number>()
  const captures: CaptureEffect[] = []
  const refunds: { refundId: string; effects: ReturnEffect[] }[] = []
  let lines: LineInProgress[] = accepted(freezeOrder(order)).lines.map((line, index) =>
    untouchedLine(`l${index}`, line),
  )
  let earningStatus: EarningStatus = 'pending'
  let count = 0

  function post(entry: JournalEntry | undefined) {
    for (const { account, amount } of entry?.postings ?? []) {
      const name = accountName(account)
      balances.set(name, (balances.get(name) ?? 0) + amount)
    }
  }

  function capture(parts: LinePart[]) {
    const moved = captureLines(parts)
    lines = moved.lines
    captures.push(...moved.effects)
    if (movesMoney(moved.effects)) {
      post(captureEntry({ ...facts, captureId: `c${count++}`, earningStatus, effects: moved.effects }))
    }
  }

  function refund(parts: LinePart[], terms: ReturnTerms) {
    const { effects, lines: after } = returnLines(parts, terms)
    lines = after
    const refundId = `r${count++}`
    refunds.push({ refundId, effects })
    if (movesMoney(asPosted(effects))) post(refundCommittedEntry({ ...facts, refundId, earningStatus, effects }))
  }

  function release() {
    if (earningStatus === 'available') return
    const effects = refunds.flatMap((refund) => refund.effects)
    post(earningReleasedEntry({ ...facts, sellerId: 'A', earning: earningOf(captures, effects), reservePpm: 0 }))
    earningStatus = 'available'
  }

  function giveUp(position: number) {
    const [given] = refunds.splice(position % Math.max(refunds.length, 1), 1)
    if (given === undefined) return
    lines = lines.map((line) =>
      given.effects.reduce(
        (after, effect) => (effect.lineId === line.lineId ? undoReturn(after, effect) : after),
        line,
      ),
    )
    if (movesMoney(asPosted(given.effects))) post(refundReleasedEntry({ ...facts, ...given, earningStatus }))
  }

  function partOf(position: number, share: number, parts: LinePart[]): LinePart[] {
    return parts.map((part, index) => {
      const chosen = index === position % parts.length ? share : 0
      const part100 = (whole: number) => Math.floor((whole * chosen) / 100)
      return { line: part.line, amount: part100(part.amount), units: part100(part.units ?? 0) }
    })
  }

  for (const step of steps) {
    if (step.does === 'capture') capture(partOf(step.position, step.share, restToCapture(lines)))
    else if (step.does === 'refund') refund(partOf(step.position, step.share, restToReturn(lines)), step.terms)
    else if (step.does === 'release') release()
    else giveUp(step.position)
  }
  return {
    balances,
    lines: () => lines,
    captures,
    captureTheRest: () => capture(restToCapture(lines)),
    returnTheRest: (terms: ReturnTerms) => refund(restToReturn(lines), terms),
    settleAll: () => {
      for (const { refundId, effects } of refunds) {
        const amount = effects.reduce((sum, effect) => sum + effect.amount, 0)
        if (amount > 0) post(refundSettledEntry({ ...facts, refundId, attemptId: 'a1', amount }))
      }
    },
    left: () => Object.fromEntries([...balances].filter(([, balance]) => balance !== 0)),
  }
}

/** A free line can move nothing at all: without funding, or when the operator bears its return. Then it has no entry. */
function movesMoney(effects: readonly CaptureEffect[]): boolean {
  const moved = totalComponents(effects.map((effect) => effect.components))
  const seller = effects.reduce((sum, effect) => sum + effect.seller, 0)
  const paid = effects.some((effect) => effect.amount !== 0)
  return paid || seller !== 0 || lineComponents.some((component) => moved[component] !== 0)
}

function asPosted(effects: readonly ReturnEffect[]): ReturnEffect[] {
  return effects.map((effect) => ({ ...effect, components: postedComponents(effect) }))
}

describe('a history of captures and refunds', () => {
  test('that ends with everything returned leaves every account at zero', () => {
    fc.assert(
      fc.property(arbitraryOrder, arbitrarySteps(fc.constant(sellerBears)), (order, steps) => {
        const history = playHistory(order, steps)
        history.returnTheRest(sellerBears)
        history.settleAll()
        expect(history.left()).toEqual({})
      }),
      { numRuns: 2000 },
    )
  })

  test('that captures everything, in whatever steps, pays everybody what was frozen', () => {
    fc.assert(
      fc.property(arbitraryOrder, arbitrarySteps(fc.constant(sellerBears)), (order, steps) => {
        const history = playHistory(
          order,
          steps.filter((step) => step.does === 'capture'),
        )
        history.captureTheRest()
        const { totals } = accepted(freezeOrder(order))
        const earned = (account: string) => 0 - (history.balances.get(account) ?? 0)
        expect(earned('seller_pending:A')).toBe(totals.sellerNet)
        expect(earned('commission_revenue')).toBe(totals.commission)
        expect(earned('tax_payable_commission')).toBe(totals.commissionTax)
        expect(earned('tax_payable_sale')).toBe(totals.taxOperator)
        expect(earned('shipping_revenue')).toBe(totals.operatorIncome)
        expect(earned('campaign_funding')).toBe(0 - totals.funding)
        expect(earned('tax_recoverable')).toBe(0 - totals.supplyTax)
        expect(earned('provider_clearing')).toBe(0 - totals.payable)
      }),
    )
  })

  test('never returns more of a line than was captured, nor more of a component than it holds', () => {
    fc.assert(
      fc.property(arbitraryOrder, arbitrarySteps(anyTerms), anyTerms, (order, steps, lastTerms) => {
        const history = playHistory(order, steps)
        for (const line of history.lines()) {
          expect(refundable(line)).toBeGreaterThanOrEqual(0)
          expect(line.captured).toBeLessThanOrEqual(line.payable)
        }
        history.returnTheRest(lastTerms)
        for (const line of history.lines()) {
          expect(refundable(line)).toBe(0)
          const captured = history.captures.filter((effect) => effect.lineId === line.lineId)
          for (const component of lineComponents) {
            const earned = captured.reduce((sum, effect) => sum + effect.components[component], 0)
            expect(line.consumed[component], component).toBe(earned)
          }
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('gives an agent seller at worst −1 on the way, because the cent inside a part is the seller’s', () => {
    const agentOrders = arbitraryOrder.filter(({ settings }) => settings.salesMode === 'agent')
    fc.assert(
      fc.property(agentOrders, arbitrarySteps(fc.constant(sellerBears)), (order, steps) => {
        const { lines } = accepted(freezeOrder(order))
        fc.pre(lines.every((line) => line.sellerNet >= 0))
        const history = playHistory(
          order,
          steps.filter((step) => step.does === 'capture'),
        )
        for (const line of history.lines()) {
          const ofLine = history.captures.filter((effect) => effect.lineId === line.lineId)
          expect(earningOf(ofLine, [])).toBeGreaterThanOrEqual(-1)
          for (const effect of ofLine) expect(effect.components.commission).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })
})

describe('a part of a line', () => {
  const order: OrderToPrice = {
    sellerId: 'A',
    currency: 'EUR',
    placedAt: facts.occurredAt,
    lines: [line(3333), line(6667)],
    settings: agentSettings,
    commissionRules: [commissionRule(125_000)],
  }
  const placed = accepted(freezeOrder(order)).lines.map((line, index) => untouchedLine(`l${index}`, line))
  const captured = captureLines(restToCapture(placed)).lines

  test('of some units costs what the units up to the last cost less what those before cost', () => {
    const seven = { payable: 10000, quantity: 7 }
    expect([unitsAmount(seven, 0, 3), unitsAmount(seven, 3, 5), unitsAmount(seven, 5, 7)]).toEqual([4286, 2857, 2857])
    expect(() => unitsAmount(seven, 5, 8)).toThrow(RangeError)
  })

  test('cannot be captured or returned beyond what is left of it', () => {
    expect(() => captureLines(amounts(3334)(placed))).toThrow(RangeError)
    expect(() => captureLines(amounts(-1)(placed))).toThrow(RangeError)
    expect(() => captureLines(amounts(1)(captured))).toThrow(RangeError)
    expect(() => returnLines(amounts(1)(placed), sellerBears)).toThrow(RangeError)
    const disputed = captured.map((line) => ({ ...line, disputed: 3000 }))
    expect(() => returnLines(amounts(334)(disputed), sellerBears)).toThrow(RangeError)
    expect(returnLines(amounts(333)(disputed), sellerBears).lines.map(refundable)).toEqual([0, 3667])
  })

  test('of an amount for the whole order follows what is refundable on each line', () => {
    expect(spreadOverLines(5000, captured).map((part) => part.amount)).toEqual([1667, 3333])
    const { lines } = returnLines(amounts(3333)(captured), sellerBears)
    expect(spreadOverLines(5000, lines).map((part) => part.amount)).toEqual([0, 5000])
  })

  test('that the operator bears uses up the components without posting them', () => {
    const half = returnLines(amounts(0, 3334)(captured), { bearer: 'operator', commission: 'return' })
    const entry = refundCommittedEntry({ ...facts, refundId: 'r1', earningStatus: 'pending', effects: half.effects })
    expect(entry?.postings.map(({ account, amount }) => [accountName(account), amount])).toEqual([
      ['refund_payable', -3334],
      ['goodwill', 3334],
    ])
    const rest = returnLines(restToReturn(half.lines), sellerBears)
    const commission = captured.reduce((sum, line) => sum + line.commission, 0)
    expect(rest.effects.reduce((sum, effect) => sum + effect.components.commission, 0)).toBe(commission - 350)
  })

  test('that is given up can be returned again', () => {
    const { effects, lines } = returnLines(amounts(1000)(captured), sellerBears)
    const [effect] = effects
    const [returned] = lines
    if (effect === undefined || returned === undefined) throw new Error('Nothing was returned')
    expect(undoReturn(returned, effect)).toEqual(captured[0])
    expect(() => undoReturn({ ...returned, lineId: 'another' }, effect)).toThrow('is not of')
  })

  test('takes no component back to the operator when a refund given up had used more of it than is due now', () => {
    const hundred = accepted(freezeOrder({ ...order, lines: [line(100)] })).lines
    const paidFor = captureLines(restToCapture(hundred.map((frozen) => untouchedLine('l0', frozen)))).lines
    const first = returnLines(amounts(2)(paidFor), sellerBears)
    const second = returnLines(amounts(3)(first.lines), sellerBears)
    const givenUp = second.lines.map((line) => first.effects.reduce(undoReturn, line))
    expect(givenUp[0]).toMatchObject({ commission: 11, returned: 3, consumed: { commission: 1 } })
    const third = returnLines(amounts(1)(givenUp), sellerBears)
    expect(third.effects[0]).toMatchObject({ amount: 1, seller: 1, components: { commission: 0 } })
  })

  test('gives back a funding of −1, which the spread of tax can leave on a line without discount', () => {
    const settings = {
      ...agentSettings,
      salesMode: 'merchant_of_record',
      operatorDiscountTax: 'price_reduction',
    } as const
    const { lines } = accepted(freezeOrder({ ...order, settings, lines: [line(2), line(2, { discountOperator: 1 })] }))
    expect(lines.map((line) => line.funding)).toEqual([-1, 1])
    const paidFor = captureLines(restToCapture(lines.map((frozen, index) => untouchedLine(`l${index}`, frozen)))).lines
    const { effects } = returnLines(restToReturn(paidFor), sellerBears)
    expect(effects.map((effect) => effect.components.funding)).toEqual([-1, 1])
  })

  test('of a line the buyer pays nothing for goes by its units', () => {
    const free = accepted(
      freezeOrder({ ...order, lines: [line(1000, { quantity: 3, discountOperator: 3000 })] }),
    ).lines.map((line) => untouchedLine('free', line))
    const shipped = captureLines(free.map((line) => ({ line, amount: 0, units: 2 })))
    expect(shipped.effects[0]).toMatchObject({ amount: 0, units: 2, components: { funding: 2000 } })
    const back = returnLines(restToReturn(shipped.lines), sellerBears)
    expect(back.effects[0]?.seller).toBe(shipped.effects[0]?.seller)
    const tooMany = shipped.lines.map((line) => ({ line, amount: 0, units: 3 }))
    expect(() => returnLines(tooMany, sellerBears)).toThrow(RangeError)
  })
})
