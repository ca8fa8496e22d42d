import type { AccountKind } from '../ledger/account.ts'
import type { WaterfallStep, WaterfallSubject } from '../ledger/explanation.ts'
import { sumOf } from '../money/sum.ts'

type PostedEntry = {
  kind: string
  orderId: string | null
  sourceType: string
  sourceId: string
  postings: readonly { account: AccountKind; amount: number }[]
}

type ExplainedOrder = { id: string }

/** A refund of the purchase, and what its release would take from the seller while nobody has decided. */
type ExplainedRefund = {
  id: string
  number: string
  orderId: string
  amount: number
  undecidedSellerChange: number | null
}

type Place = 'money' | 'sellers' | 'marketplace' | 'fees' | 'taxes' | 'buyer' | 'suspense'

/** Where an amount is, or whose. Of all accounts, so that no posting of an order is left out. */
const placeOf: Record<AccountKind, Place> = {
  provider_clearing: 'money',
  bank: 'money',
  buyer_receivable: 'money',
  dispute_funds: 'money',
  opening_balance: 'money',
  payout_in_transit: 'money',
  seller_pending: 'sellers',
  seller_available: 'sellers',
  seller_held: 'sellers',
  seller_clawback: 'sellers',
  payout_committed: 'sellers',
  commission_revenue: 'marketplace',
  shipping_revenue: 'marketplace',
  seller_charges: 'marketplace',
  campaign_funding: 'marketplace',
  goodwill: 'marketplace',
  dispute_losses: 'marketplace',
  write_off: 'marketplace',
  rounding: 'marketplace',
  provider_fees: 'fees',
  tax_payable_sale: 'taxes',
  tax_payable_commission: 'taxes',
  tax_recoverable: 'taxes',
  refund_payable: 'buyer',
  buyer_credit: 'buyer',
  suspense: 'suspense',
}

/** Those who share what is held of a purchase. */
const holders = ['sellers', 'marketplace', 'fees', 'taxes', 'buyer', 'suspense'] as const

const deductions = [
  { code: 'sales_tax', account: 'tax_payable_sale' },
  { code: 'tax_recoverable', account: 'tax_recoverable' },
  { code: 'commission', account: 'commission_revenue' },
  { code: 'commission_tax', account: 'tax_payable_commission' },
  { code: 'shipping', account: 'shipping_revenue' },
  { code: 'funding', account: 'campaign_funding' },
] as const

export type PurchaseExplained = {
  /** From what the buyer paid to what sellers are owed: every flow between two balances leads from one to the other. */
  steps: WaterfallStep[]
  /** What is held of it now, and who has a part in that. */
  holdings: WaterfallStep[]
  /** What the shown steps leave unexplained: zero, or an account is missing here. */
  difference: number
}

/**
 * Where the money of one purchase went, computed from its postings alone: the sale, whatever came after it, and where it
 * is now.
 */
export function explainPurchase(
  orders: readonly ExplainedOrder[],
  entries: readonly PostedEntry[],
  refunds: readonly ExplainedRefund[],
): PurchaseExplained {
  const sales = entries.filter(isSale)
  const later = entries.filter((entry) => !isSale(entry))
  const amountsOf = amountsPerOrder(orders)

  const sale = howBooked(sales)
  const paid = balance({ code: 'paid', sale }, amountsOf(sales, isAt('money')))
  const taken = deductions
    .map(({ code, account }) =>
      flow(
        { code },
        amountsOf(sales, (each) => each === account),
      ),
    )
    .filter(moves)
  const earned = balance({ code: 'earned' }, negated(amountsOf(sales, isAt('sellers'))))

  const sources = sourcesOf(later, refunds)
  const changed = sources.flatMap(({ key, subject, posted }) => {
    const change = { ...flow(subject, negated(amountsOf(posted, isAt('sellers')))), key }
    return subject.code === 'refund' || moves(change) ? [change] : []
  })
  const undecided = refunds.flatMap((refund) => undecidedStep(refund, orders))
  const payable = balance({ code: 'payable' }, negated(amountsOf(entries, isAt('sellers'))))
  const ending = changed.length + undecided.length > 0 ? [...changed, ...undecided, payable] : []

  const held = balance({ code: 'held', sale }, amountsOf(entries, isAt('money')))
  const parts = holders.map((code) => flow({ code }, amountsOf(entries, isAt(code)))).filter(moves)
  const steps = [paid, ...taken, earned, ...ending]
  const nothing: Level = { kind: 'balance', total: 0, perOrder: [] }
  return { steps, holdings: [held, ...parts], difference: gapsIn(steps) + gapsIn([held, ...parts, nothing]) }
}

type Amounts = Pick<WaterfallStep, 'total' | 'perOrder'>
type Level = Amounts & Pick<WaterfallStep, 'kind'>

/** Of entries that belong to no order, such as a fee, only the total knows. */
function amountsPerOrder(orders: readonly ExplainedOrder[]) {
  return (entries: readonly PostedEntry[], isWanted: (account: AccountKind) => boolean): Amounts => ({
    total: sum(entries, isWanted),
    perOrder: orders.map((order) =>
      sum(
        entries.filter((entry) => entry.orderId === order.id),
        isWanted,
      ),
    ),
  })
}

function sum(entries: readonly PostedEntry[], isWanted: (account: AccountKind) => boolean): number {
  const wanted = entries.flatMap(({ postings }) => postings.filter(({ account }) => isWanted(account)))
  return sumOf(wanted, amountOf)
}

function isAt(place: Place): (account: AccountKind) => boolean {
  return (account) => placeOf[account] === place
}

function isSale({ kind }: PostedEntry): boolean {
  return kind === 'capture' || kind === 'opening'
}

type Source = { key: string; subject: WaterfallSubject; posted: PostedEntry[] }

/** What came after the sale, by what it is about: a refund of ours by its number, else by what was posted last of it. */
function sourcesOf(later: readonly PostedEntry[], refunds: readonly ExplainedRefund[]): Source[] {
  const sources = new Map<string, Source>()
  for (const entry of later) {
    const key = `${entry.sourceType}:${entry.sourceId}`
    const refund = entry.sourceType === 'refund' ? refunds.find(({ id }) => id === entry.sourceId) : undefined
    const subject: WaterfallSubject =
      refund === undefined
        ? { code: 'entry', kind: entry.kind }
        : { code: 'refund', number: refund.number, isDecided: true }
    sources.set(key, { key, subject, posted: [...(sources.get(key)?.posted ?? []), entry] })
  }
  return [...sources.values()]
}

function undecidedStep(refund: ExplainedRefund, orders: readonly ExplainedOrder[]): WaterfallStep[] {
  const change = refund.undecidedSellerChange
  if (change === null) return []
  const perOrder = orders.map((order) => (order.id === refund.orderId ? change : 0))
  const subject = { code: 'refund', number: refund.number, isDecided: false } as const
  const total = sumOf(perOrder, (amount) => amount)
  return [{ key: `refund:${refund.id}`, subject, kind: 'undecided', total, perOrder }]
}

/** By how much the flows before each balance miss it: of the whole, or of its orders where these cancel each other out. */
function gapsIn(steps: readonly Level[]): number {
  const orders = steps[0]?.perOrder.map((_, order) => gapsOf(steps, (step) => step.perOrder[order] ?? 0)) ?? []
  return Math.max(
    gapsOf(steps, (step) => step.total),
    sumOf(orders, (gap) => gap),
  )
}

function gapsOf(steps: readonly Level[], amountIn: (step: Level) => number): number {
  let level: number | undefined
  let gaps = 0
  for (const step of steps) {
    if (step.kind === 'undecided') continue
    const amount = amountIn(step)
    if (step.kind === 'balance') gaps += Math.abs(amount - (level ?? amount))
    level = step.kind === 'balance' ? amount : (level ?? 0) + amount
  }
  return gaps
}

function howBooked(sales: readonly PostedEntry[]): 'captured' | 'imported' | null {
  if (sales.length === 0) return null
  return sales.some(({ kind }) => kind === 'opening') ? 'imported' : 'captured'
}

/** What is taken from the balance above it, or added to it. */
function flow(subject: WaterfallSubject, amounts: Amounts): WaterfallStep {
  return { key: subject.code, subject, kind: amounts.total < 0 ? 'outflow' : 'inflow', ...amounts }
}

function balance(subject: WaterfallSubject, amounts: Amounts): WaterfallStep {
  return { key: subject.code, subject, kind: 'balance', ...amounts }
}

function moves({ total: whole, perOrder }: Amounts): boolean {
  return whole !== 0 || perOrder.some((amount) => amount !== 0)
}

function negated({ total: whole, perOrder }: Amounts): Amounts {
  return { total: 0 - whole, perOrder: perOrder.map((amount) => 0 - amount) }
}

function amountOf({ amount }: { amount: number }): number {
  return amount
}
