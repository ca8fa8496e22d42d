import type { AccountKind } from './account.ts'
import type { WaterfallStep } from './ledger.ts'

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

const moneyIn: readonly AccountKind[] = ['provider_clearing', 'buyer_receivable', 'opening_balance']
const sellerAccounts: readonly AccountKind[] = ['seller_pending', 'seller_available', 'seller_held']

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

/**
 * The waterfall of one purchase, from what buyers paid to what sellers are owed, computed from its postings alone.
 * `difference` is what the shown steps leave unexplained: zero, or an account is missing here.
 */
export function explainPurchase(
  orders: readonly ExplainedOrder[],
  entries: readonly PostedEntry[],
  refunds: readonly ExplainedRefund[],
): { steps: WaterfallStep[]; difference: number } {
  const sales = entries.filter((entry) => entry.kind === 'capture' || entry.kind === 'opening')
  const perOrder = (of: readonly PostedEntry[], accounts: readonly AccountKind[]) =>
    orders.map((order) =>
      balanceOf(
        of.filter((entry) => entry.orderId === order.id),
        accounts,
      ),
    )

  const paid = step('paid', 'Buyer paid', paidNote(sales), 'balance', perOrder(sales, moneyIn))
  const taken = deductions
    .map(({ key, account, label, note }) => flow(key, label, note, perOrder(sales, [account])))
    .filter((row) => row.perOrder.some((amount) => amount !== 0))
  const earned = step('earned', 'Seller earning', '', 'balance', negated(perOrder(sales, sellerAccounts)))

  const givenBack = refunds.flatMap((refund) => {
    const posted = entries.filter((entry) => entry.sourceType === 'refund' && entry.sourceId === refund.id)
    const changes = negated(perOrder(posted, sellerAccounts))
    if (refund.undecidedSellerChange !== null) {
      const wouldTake = orders.map((order) => (order.id === refund.orderId ? (refund.undecidedSellerChange ?? 0) : 0))
      return [
        step(`refund:${refund.id}`, `Refund ${refund.number}, if approved`, 'Not decided yet', 'undecided', wouldTake),
      ]
    }
    if (posted.length === 0) return []
    return [flow(`refund:${refund.id}`, `Refund ${refund.number}`, '', changes)]
  })

  const payable = step('payable', 'Payable to sellers', '', 'balance', negated(perOrder(entries, sellerAccounts)))
  const steps = [paid, ...taken, earned, ...givenBack, ...(givenBack.length > 0 ? [payable] : [])]
  return { steps, difference: paid.total + total(taken.map((row) => row.total)) - earned.total }
}

function balanceOf(entries: readonly PostedEntry[], accounts: readonly AccountKind[]): number {
  return total(
    entries.flatMap((entry) =>
      entry.postings.filter((posting) => accounts.includes(posting.account)).map((posting) => posting.amount),
    ),
  )
}

function paidNote(sales: readonly PostedEntry[]): string {
  if (sales.length === 0) return 'Nothing captured yet'
  return sales.some((entry) => entry.kind === 'opening') ? 'Brought forward by an import' : 'Captured'
}

/** Credits of the sale are what was taken from the buyer's money; debits add to it. */
function flow(key: string, label: string, note: string, amounts: number[]): WaterfallStep {
  return step(key, label, note, total(amounts) < 0 ? 'outflow' : 'inflow', amounts)
}

function step(
  key: string,
  label: string,
  note: string,
  kind: WaterfallStep['kind'],
  perOrder: number[],
): WaterfallStep {
  return { key, label, note, kind, total: total(perOrder), perOrder }
}

function negated(amounts: readonly number[]): number[] {
  return amounts.map((amount) => (amount === 0 ? 0 : -amount))
}

function total(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0)
}
