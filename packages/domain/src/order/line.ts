/** Of a purchase, and so of each of its orders and of a refund. */
export const linesMax = 1000

/** An item of an offer, or the shipping of the order. */
export const lineKinds = ['item', 'shipping'] as const
export type LineKind = (typeof lineKinds)[number]

export const taxCollectors = ['seller', 'operator'] as const
export type TaxCollector = (typeof taxCollectors)[number]

/** The parts of a line that a capture or a refund moves in proportion to the buyer's amount. The seller takes the rest. */
export type LineComponents = {
  funding: number
  supplyTax: number
  taxOperator: number
  commission: number
  commissionTax: number
  operatorIncome: number
}

export const lineComponents = [
  'funding',
  'supplyTax',
  'taxOperator',
  'commission',
  'commissionTax',
  'operatorIncome',
] as const satisfies readonly (keyof LineComponents)[]

export const noComponents: LineComponents = {
  funding: 0,
  supplyTax: 0,
  taxOperator: 0,
  commission: 0,
  commissionTax: 0,
  operatorIncome: 0,
}

/** Every amount of a line in minor units, decided at placement and never computed again. */
export type LineAmounts = LineComponents & {
  list: number
  discountSeller: number
  discountOperator: number
  taxBase: number
  tax: number
  payable: number
  sellerGross: number
  commissionBase: number
  sellerNet: number
}

export const noAmounts: LineAmounts = {
  list: 0,
  discountSeller: 0,
  discountOperator: 0,
  taxBase: 0,
  tax: 0,
  payable: 0,
  sellerGross: 0,
  commissionBase: 0,
  sellerNet: 0,
  ...noComponents,
}

export const lineAmounts = [
  'list',
  'discountSeller',
  'discountOperator',
  'taxBase',
  'tax',
  'payable',
  'sellerGross',
  'commissionBase',
  'sellerNet',
  ...lineComponents,
] as const satisfies readonly (keyof LineAmounts)[]

/** The rule that set the commission of a line, as it stood at placement. */
export type CommissionSnapshot = {
  ruleId: string
  version: number
  ratePpm: number
}

export type FrozenLine = LineAmounts & {
  kind: LineKind
  quantity: number
  unitPrice: number
  taxRatePpm: number
  taxCategory: string
  taxJurisdiction: string
  taxCollector: TaxCollector
  /** Null on shipping that bears no commission. */
  commissionRule: CommissionSnapshot | null
}

/**
 * How far a line has been captured and returned. Amounts are the buyer's. A line the buyer pays nothing for has no amount
 * to go by: `freeCaptured` and `freeReturned` are its units, and 0 on every other line. `consumed` is what returns have
 * used up of each component, posted or not.
 */
export type LineProgress = {
  captured: number
  freeCaptured: number
  returned: number
  freeReturned: number
  disputed: number
  consumed: LineComponents
}

export const untouched: LineProgress = {
  captured: 0,
  freeCaptured: 0,
  returned: 0,
  freeReturned: 0,
  disputed: 0,
  consumed: noComponents,
}

/** What a capture or a refund needs to know of an order line. */
export type LineInProgress = LineComponents & LineProgress & { lineId: string; quantity: number; payable: number }

/**
 * The units of a line that came back with refunds, whatever the buyer paid for it, and what they cost by the rule of units
 * when they did: more than what was paid back for them where somebody asked for less.
 */
export type UnitsBack = { returnedUnits: number; returnedUnitsAmount: number }

/** How far a line is that the buyer pays nothing for: by its units, once it was captured at all. */
export function freeProgress(
  { payable, quantity, returnedUnits }: { payable: number; quantity: number; returnedUnits: number },
  isCaptured: boolean,
): Pick<LineProgress, 'freeCaptured' | 'freeReturned'> {
  if (payable > 0) return { freeCaptured: 0, freeReturned: 0 }
  return { freeCaptured: isCaptured ? quantity : 0, freeReturned: returnedUnits }
}

/** What the buyer can still get back for this line. */
export function refundable(line: Pick<LineProgress, 'captured' | 'returned' | 'disputed'>): number {
  return line.captured - line.returned - line.disputed
}

/** Money in equals money out, or the line must not be written down. */
export function assertLineBalances(line: LineAmounts): void {
  const paidIn = line.payable + line.funding + line.supplyTax
  const paidOut = line.taxOperator + line.commission + line.commissionTax + line.operatorIncome + line.sellerNet
  if (paidIn !== paidOut) throw new Error(`A line takes in ${paidIn} and gives out ${paidOut}`)
}
