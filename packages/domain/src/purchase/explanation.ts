import type { AccountKind } from '../ledger/account.ts'
import type { WaterfallStep } from '../ledger/explanation.ts'
import { sumOf } from '../money/sum.ts'

type PostedEntry = {
  kind: string
  orderId: string | null
  sourceType: string
  sourceId: string
  postings: readonly { account: AccountKind; amount: number }[]
}

type ExplainedOrder = { id: string }

/** A refund of the purchase: its words, and what its release would take from the seller while nobody has decided. */
type ExplainedRefund = {
  id: string
  number: string
  orderId: string
  amount: number
  undecidedSellerChange: number | null
}

const brought = 'Brought forward by an import'

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
const holders: readonly { place: Exclude<Place, 'money'>; label: string; note: string }[] = [
  { place: 'sellers', label: 'Owed to sellers', note: '' },
  { place: 'marketplace', label: 'Kept by the marketplace', note: 'Commission and shipping, less what it bears' },
  { place: 'fees', label: 'Provider fees', note: 'Paid already' },
  { place: 'taxes', label: 'Owed in taxes', note: '' },
  { place: 'buyer', label: 'Promised to the buyer', note: 'Released, and not on its way yet' },
  { place: 'suspense', label: 'Not explained', note: 'Moved by the provider without a reason we know' },
]

const deductions: readonly { key: string; account: AccountKind; label: string; note: string }[] = [
  { key: 'sales_tax', account: 'tax_payable_sale', label: 'Sales tax', note: 'Collected by the operator' },
  {
    key: 'tax_recoverable',
    account: 'tax_recoverable',
    label: 'Tax on the supply',
    note: "Part of the seller's invoice",
  },
  { key: 'commission', account: 'commission_revenue', label: 'Commission', note: 'Frozen at the order' },
  {
    key: 'commission_tax',
    account: 'tax_payable_commission',
    label: 'Tax on commission',
    note: 'On top of the commission',
  },
  { key: 'shipping', account: 'shipping_revenue', label: 'Shipping', note: 'Sold by the operator' },
  { key: 'funding', account: 'campaign_funding', label: 'Campaign funding', note: "The operator's part of discounts" },
]

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

  const paid = balance({ key: 'paid', label: 'Buyer paid', note: paidNote(sales) }, amountsOf(sales, isAt('money')))
  const taken = deductions
    .map(({ key, account, label, note }) =>
      flow(
        { key, label, note },
        amountsOf(sales, (each) => each === account),
      ),
    )
    .filter(moves)
  const earned = balance(
    { key: 'earned', label: 'Seller earning', note: '' },
    negated(amountsOf(sales, isAt('sellers'))),
  )

  const sources = sourcesOf(later, refunds)
  const changed = sources.flatMap(({ key, label, posted, isRefund }) => {
    const change = flow({ key, label, note: '' }, negated(amountsOf(posted, isAt('sellers'))))
    return isRefund || moves(change) ? [change] : []
  })
  const undecided = refunds.flatMap((refund) => undecidedStep(refund, orders))
  const payable = balance(
    { key: 'payable', label: 'Payable to sellers', note: '' },
    negated(amountsOf(entries, isAt('sellers'))),
  )
  const ending = changed.length + undecided.length > 0 ? [...changed, ...undecided, payable] : []

  const whereHeld = sales.some(isOpening) ? brought : 'At the provider, at the bank, or still to be paid'
  const held = balance({ key: 'held', label: 'Held of this order', note: whereHeld }, amountsOf(entries, isAt('money')))
  const parts = holders
    .map(({ place, label, note }) => flow({ key: place, label, note }, amountsOf(entries, isAt(place))))
    .filter(moves)
  const steps = [paid, ...taken, earned, ...ending]
  const nothing = balance({ key: 'left', label: '', note: '' }, { total: 0, perOrder: [] })
  return { steps, holdings: [held, ...parts], difference: gapsIn(steps) + gapsIn([held, ...parts, nothing]) }
}

type StepWords = Pick<WaterfallStep, 'key' | 'label' | 'note'>
type Amounts = Pick<WaterfallStep, 'total' | 'perOrder'>

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

type Source = { key: string; label: string; posted: PostedEntry[]; isRefund: boolean }

/** What came after the sale, by what it is about: a refund of ours by its number, else by what was posted last of it. */
function sourcesOf(later: readonly PostedEntry[], refunds: readonly ExplainedRefund[]): Source[] {
  const sources = new Map<string, Source>()
  for (const entry of later) {
    const key = `${entry.sourceType}:${entry.sourceId}`
    const refund = entry.sourceType === 'refund' ? refunds.find(({ id }) => id === entry.sourceId) : undefined
    const label = refund === undefined ? inWords(entry.kind) : `Refund ${refund.number}`
    const posted = [...(sources.get(key)?.posted ?? []), entry]
    sources.set(key, { key, label, posted, isRefund: refund !== undefined })
  }
  return [...sources.values()]
}

function inWords(kind: string): string {
  const words = kind.replaceAll('_', ' ')
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`
}

function undecidedStep(refund: ExplainedRefund, orders: readonly ExplainedOrder[]): WaterfallStep[] {
  const change = refund.undecidedSellerChange
  if (change === null) return []
  const perOrder = orders.map((order) => (order.id === refund.orderId ? change : 0))
  const label = `Refund ${refund.number}, if approved`
  return [
    {
      key: `refund:${refund.id}`,
      label,
      note: 'Not decided yet',
      kind: 'undecided',
      total: sumOf(perOrder, (amount) => amount),
      perOrder,
    },
  ]
}

/** By how much the flows before each balance miss it: of the whole, or of its orders where these cancel each other out. */
function gapsIn(steps: readonly WaterfallStep[]): number {
  const orders = steps[0]?.perOrder.map((_, order) => gapsOf(steps, (step) => step.perOrder[order] ?? 0)) ?? []
  return Math.max(
    gapsOf(steps, (step) => step.total),
    sumOf(orders, (gap) => gap),
  )
}

function gapsOf(steps: readonly WaterfallStep[], amountIn: (step: WaterfallStep) => number): number {
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

function paidNote(sales: readonly PostedEntry[]): string {
  if (sales.length === 0) return 'Nothing captured yet'
  return sales.some(isOpening) ? brought : 'Captured'
}

function isOpening({ kind }: PostedEntry): boolean {
  return kind === 'opening'
}

/** What is taken from the balance above it, or added to it. */
function flow(words: StepWords, amounts: Amounts): WaterfallStep {
  return { ...words, kind: amounts.total < 0 ? 'outflow' : 'inflow', ...amounts }
}

function balance(words: StepWords, amounts: Amounts): WaterfallStep {
  return { ...words, kind: 'balance', ...amounts }
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
