import type { JournalEntry } from '../src/ledger/journal-entry.ts'
import type { FrozenLine, LineInProgress } from '../src/order/line.ts'
import { unitsAmount } from '../src/order/line-effect.ts'
import { spreadDiscount } from '../src/pricing/discount.ts'
import { agentSettings, amounts, commissionRule, line, type Marketplace, openMarketplace } from './marketplace.ts'
import { printedExamples } from './printed-example.ts'

/** `entry` is what our rules make of the step; everything else is what the money rules print for it. */
export type WorkedStep = {
  title: string
  entry: JournalEntry | undefined
  kind: string | null
  key: string | null
  postings: Record<string, number>
  /** Every account that is not zero after the step, named `kind` or `kind:seller`. */
  balances: Record<string, number>
}

export type WorkedExample = {
  number: number
  title: string
  printedLines: readonly string[]
  lines: { orderId: string; sellerId: string; line: FrozenLine }[]
  steps: WorkedStep[]
}

/** The examples with our entries beside the printed ones, ready to be checked or replayed against a ledger. */
export function workedExamples(): WorkedExample[] {
  return printedExamples.map((printed) => {
    const marketplace = openMarketplace()
    stories[printed.number](marketplace)
    if (marketplace.entries.length !== printed.steps.length) {
      throw new Error(`Example ${printed.number} has ${printed.steps.length} steps, not ${marketplace.entries.length}`)
    }
    const steps = printed.steps.map((step, index) => ({
      title: step.title,
      kind: step.kind,
      key: step.key,
      entry: marketplace.entries[index],
      postings: readAmounts(step.postings),
      balances: readAmounts(step.balances),
    }))
    const { number, title, lines: printedLines } = printed
    return { number, title, printedLines, lines: marketplace.frozenLines, steps }
  })
}

/** The same entry with ids in place of the names of the examples (`A`, `o1`, `r1`); the effect key keeps the names. */
export function withIds(entry: JournalEntry, idOf: (name: string) => string): JournalEntry {
  return {
    ...entry,
    ...(entry.orderId === undefined ? {} : { orderId: idOf(entry.orderId) }),
    ...(entry.sellerId === undefined ? {} : { sellerId: idOf(entry.sellerId) }),
    sourceId: idOf(entry.sourceId),
    postings: entry.postings.map(({ account, amount }) => ({
      account: account.owner === undefined ? account : { kind: account.kind, owner: idOf(account.owner) },
      amount,
    })),
  }
}

/** `provider_clearing +15201; seller_pending:A -13892` */
function readAmounts(printed: string): Record<string, number> {
  const entries = printed.split('; ').filter((part) => part !== '')
  return Object.fromEntries(
    entries.map((part) => {
      const [account = '', amount = ''] = part.split(' ')
      return [account, Number(amount)]
    }),
  )
}

const grossSettings = { ...agentSettings, commissionBase: 'gross' } as const

const stories: Record<(typeof printedExamples)[number]['number'], (marketplace: Marketplace) => void> = {
  1: (marketplace) => {
    const [first, second, third] = spreadDiscount([11900, 4990, 7999], { ratePpm: 100_000 }, 400_000)
    const rules = [commissionRule(125_000)]
    marketplace.place('o1', {
      sellerId: 'A',
      lines: [line(11900, first), line(2495, { quantity: 2, ...second })],
      commissionRules: rules,
    })
    marketplace.place('o2', { sellerId: 'B', lines: [line(7999, third)], commissionRules: rules })
    marketplace.noEntry()
    marketplace.capture('c1', 'o1')
    marketplace.capture('c1', 'o2')
    marketplace.fee('txn_1', 361)
    marketplace.release('o1')
    marketplace.release('o2')
    marketplace.payOut('pA1', 'A', 13892)
    marketplace.payOut('pB1', 'B', 6579)
  },

  2: (marketplace) => {
    const settings = { ...agentSettings, taxInclusive: false }
    const rules = [commissionRule(125_000)]
    const reduced = { taxRatePpm: 70_000, taxCategory: 'reduced' }
    const lines = [line(333, { quantity: 10 }), line(1275, reduced), line(690, { kind: 'shipping' })]
    marketplace.place('o1', { sellerId: 'A', lines, commissionRules: rules, settings })
    marketplace.place('o2', { sellerId: 'B', lines: [line(4500)], commissionRules: rules, settings })
    marketplace.noEntry()
    marketplace.noEntry()
    marketplace.capture('c1', 'o1')
    marketplace.fee('txn_1', 147)
  },

  3: (marketplace) => {
    const shipped =
      (...units: [from: number, to: number][]) =>
      (lines: LineInProgress[]) =>
        lines.map((line, index) => {
          const [from, to] = units[index] ?? [0, 0]
          return { line, amount: unitsAmount(line, from, to) }
        })
    const lines = [line(1429, { quantity: 7, quotedPrice: 10000 }), line(667, { quantity: 3, quotedPrice: 2000 })]
    marketplace.place('o1', {
      sellerId: 'A',
      lines,
      commissionRules: [commissionRule(125_000)],
      settings: grossSettings,
    })
    marketplace.noEntry()
    marketplace.capture('c1', 'o1', shipped([0, 3]))
    marketplace.capture('c2', 'o1', shipped([3, 5], [0, 1]))
    marketplace.noEntry()
    marketplace.release('o1')
  },

  4: (marketplace) => {
    const lists = [11900, 5950]
    const discounts = spreadDiscount(lists, { ratePpm: 100_000 }, 1_000_000)
    const lines = lists.map((price, index) => line(price, discounts[index]))
    marketplace.place('o1', {
      sellerId: 'A',
      lines,
      commissionRules: [commissionRule(200_000)],
      settings: { ...agentSettings, salesMode: 'merchant_of_record', operatorDiscountTax: 'price_reduction' },
    })
    marketplace.capture('c1', 'o1')
    marketplace.commitRefund('r1', 'o1')
    marketplace.settleRefund('r1', 'a1')
    marketplace.release('o1')
  },

  5: (marketplace) => {
    const [first, second] = spreadDiscount([9999, 1001], { ratePpm: 70_000 }, 500_000)
    marketplace.place('o1', {
      sellerId: 'A',
      lines: [line(9999, first), line(1001, second)],
      commissionRules: [commissionRule(133_300)],
    })
    marketplace.capture('c1', 'o1')
    marketplace.release('o1')
    marketplace.commitRefund('r1', 'o1', { parts: amounts(3333) })
    marketplace.settleRefund('r1', 'a1')
    marketplace.commitRefund('r2', 'o1', { parts: amounts(1111, 500) })
    marketplace.settleRefund('r2', 'a1')
    marketplace.commitRefund('r3', 'o1')
    marketplace.settleRefund('r3', 'a1')
  },

  6: (marketplace) => {
    const rules = [commissionRule(125_000)]
    marketplace.place('o1', { sellerId: 'A', lines: [line(20000)], commissionRules: rules, settings: grossSettings })
    marketplace.place('o2', { sellerId: 'A', lines: [line(30000)], commissionRules: rules, settings: grossSettings })
    marketplace.capture('c1', 'o1')
    marketplace.release('o1')
    marketplace.payOut('p1', 'A', 17025)
    marketplace.capture('c2', 'o2')
    marketplace.commitRefund('r1', 'o1', { parts: amounts(5000), bearer: 'seller', commission: 'keep' })
    marketplace.settleRefund('r1', 'a1')
    marketplace.commitRefund('r2', 'o1', { parts: amounts(2000), bearer: 'operator', commission: 'return' })
    marketplace.settleRefund('r2', 'a1')
    const shared = { bearer: { sellerSharePpm: 700_000 }, commission: 'return' } as const
    marketplace.commitRefund('r3', 'o1', { parts: amounts(3000), ...shared })
    marketplace.settleRefund('r3', 'a1')
    marketplace.noEntry()
    marketplace.release('o2')
    marketplace.payOut('p2', 'A', 18750)
  },

  10: (marketplace) => {
    marketplace.place('o1', { sellerId: 'A', lines: [line(5950)], commissionRules: [commissionRule(125_000)] })
    marketplace.capture('c1', 'o1')
    marketplace.release('o1')
    marketplace.commitRefund('r1', 'o1', { parts: amounts(1190) })
    marketplace.noEntry()
    marketplace.noEntry()
    marketplace.settleRefund('r1', 'a1')
    marketplace.noEntry()
  },

  11: (marketplace) => {
    const june = new Date('2025-06-01T00:00:00Z')
    const rules = [
      commissionRule(125_000, { validTo: june }),
      commissionRule(150_000, { version: 2, priority: 2, validFrom: june }),
    ]
    marketplace.place('o1', {
      sellerId: 'A',
      lines: [line(11900)],
      commissionRules: rules,
      placedAt: new Date('2025-05-31T23:59:59Z'),
    })
    marketplace.place('o2', { sellerId: 'A', lines: [line(11900)], commissionRules: rules, placedAt: june })
    marketplace.capture('c1', 'o1')
    marketplace.capture('c2', 'o2')
    marketplace.release('o1')
    marketplace.release('o2')
    marketplace.commitRefund('r1', 'o1', { parts: amounts(5950) })
    marketplace.settleRefund('r1', 'a1')
    marketplace.commitRefund('r2', 'o2', { parts: amounts(5950) })
    marketplace.settleRefund('r2', 'a1')
    marketplace.noEntry()
  },

  12: (marketplace) => {
    const placed = [
      ['o1', 'A', 8000],
      ['o2', 'A', 6000],
      ['o3', 'B', 4000],
    ] as const
    for (const [orderId, sellerId, price] of placed) {
      const [discount] = spreadDiscount([price], { ratePpm: 200_000 }, 1_000_000)
      marketplace.place(orderId, {
        sellerId,
        lines: [line(price, discount)],
        commissionRules: [commissionRule(125_000)],
      })
    }
    marketplace.noEntry()
    marketplace.capture('c1', 'o1')
    marketplace.noEntry()
    marketplace.capture('c2', 'o2')
    marketplace.noEntry()
    marketplace.commitRefund('r1', 'o1')
    marketplace.settleRefund('r1', 'a1')
    marketplace.noEntry()
  },
}
