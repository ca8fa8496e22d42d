import { accept, type Decision, refuse } from '../command/decision.ts'
import { allocate } from '../money/allocate.ts'
import type { Currency } from '../money/currency.ts'
import { assertSafeInteger, share } from '../money/rounding.ts'
import { sumOf } from '../money/sum.ts'
import {
  assertLineBalances,
  type FrozenLine,
  type LineAmounts,
  type LineKind,
  lineAmounts,
  noAmounts,
  type TaxCollector,
} from '../order/line.ts'
import { type CommissionRule, commissionOf, findCommissionRule } from './commission.ts'
import { spreadTax } from './tax.ts'

export const salesModes = ['agent', 'merchant_of_record'] as const
export type SalesMode = (typeof salesModes)[number]

/** Who collects the sales tax where the law names nobody else: whoever sells to the buyer. */
export function taxCollectorOf(salesMode: SalesMode): TaxCollector {
  return salesMode === 'merchant_of_record' ? 'operator' : 'seller'
}

export type PricingSettings = {
  salesMode: SalesMode
  taxInclusive: boolean
  operatorDiscountTax: 'third_party_consideration' | 'price_reduction'
  commissionBase: 'net' | 'gross'
  commissionOnShipping: boolean
  shippingIncome: 'seller' | 'operator'
  /** By the tax status of the seller. Not charged by a merchant of record. */
  commissionTaxPpm: number | 'reverse_charge'
  /** On what a domestic seller supplies to a merchant of record; else 0. */
  supplyTaxPpm: number
}

/** `unitPrice` and the discounts of the whole line are minor units, with tax if the settings say inclusive. */
export type LineToPrice = {
  kind: LineKind
  quantity: number
  unitPrice: number
  /** The price of all units as quoted, where it is not `unitPrice` × `quantity`: 7 for 100.00. */
  quotedPrice?: number
  discountSeller: number
  discountOperator: number
  taxRatePpm: number
  taxCategory: string
  taxJurisdiction: string
  /** Where the law names another collector than the sales mode does. */
  taxCollector?: TaxCollector
  productCategory: string | null
}

export type OrderToPrice = {
  sellerId: string
  currency: Currency
  placedAt: Date
  lines: readonly LineToPrice[]
  settings: PricingSettings
  commissionRules: readonly CommissionRule[]
}

export type FrozenOrder = { lines: FrozenLine[]; totals: LineAmounts }

export type PricingRefusal =
  | { code: 'order.no_commission_rule'; position: number }
  | { code: 'order.discount_on_operator_shipping'; position: number }

/** Decides every amount of one order at placement, for ever. Positions in refusals count from 0. */
export function freezeOrder(order: OrderToPrice): Decision<FrozenOrder, PricingRefusal> {
  const { settings } = order
  const taxed = taxLines(order.lines, settings)

  const earned: EarnedLine[] = []
  for (const [position, line] of taxed.entries()) {
    if (line.soldByOperator && line.discountSeller + line.discountOperator > 0) {
      return refuse({ code: 'order.discount_on_operator_shipping', position })
    }
    const rule = bearsCommission(line, settings)
      ? findCommissionRule(order.commissionRules, { ...order, category: line.productCategory })
      : null
    if (rule === undefined) return refuse({ code: 'order.no_commission_rule', position })
    earned.push(earnLine(line, rule, settings))
  }

  const commissionTaxes = spreadCommissionTax(earned, settings)
  const supplyTaxes = spreadSupplyTax(earned, settings)
  const lines = earned.map((line, position) =>
    freezeLine(line, commissionTaxes[position] ?? 0, supplyTaxes[position] ?? 0),
  )
  return accept({ lines, totals: totalOf(lines) })
}

/** What the lines of one order come to, amount by amount. */
function totalOf(lines: readonly LineAmounts[]): LineAmounts {
  const totals = { ...noAmounts }
  for (const amount of lineAmounts) {
    totals[amount] = sumOf(lines, (line) => line[amount])
    assertSafeInteger(totals[amount])
  }
  return totals
}

type TaxedLine = LineToPrice & {
  soldByOperator: boolean
  taxCollector: TaxCollector
  list: number
  taxBase: number
  tax: number
  /** The tax without the operator's discount: what the seller's own price carries. */
  fullTax: number
}

type EarnedLine = TaxedLine &
  Omit<LineAmounts, 'commissionTax' | 'supplyTax' | 'sellerNet'> & { rule: CommissionRule | null }

function taxLines(lines: readonly LineToPrice[], settings: PricingSettings): TaxedLine[] {
  const untaxed = lines.map((line) => {
    assertPrice(line)
    const soldByOperator = line.kind === 'shipping' && settings.shippingIncome === 'operator'
    const taxCollector = soldByOperator ? 'operator' : (line.taxCollector ?? taxCollectorOf(settings.salesMode))
    const list = listPrice(line)
    const afterSeller = list - line.discountSeller
    const reduced = settings.operatorDiscountTax === 'price_reduction'
    const taxBase = reduced ? afterSeller - line.discountOperator : afterSeller
    return { ...line, soldByOperator, taxCollector, list, taxBase }
  })
  const taxes = spreadTax(untaxed, settings.taxInclusive)
  const fullTaxes = spreadTax(
    untaxed.map((line) => ({ ...line, taxBase: line.list - line.discountSeller })),
    settings.taxInclusive,
  )
  return untaxed.map((line, position) => ({
    ...line,
    tax: taxes[position] ?? 0,
    fullTax: fullTaxes[position] ?? 0,
  }))
}

function earnLine(line: TaxedLine, rule: CommissionRule | null, settings: PricingSettings): EarnedLine {
  const afterSeller = line.list - line.discountSeller
  const buyerPrice = afterSeller - line.discountOperator
  const payable = settings.taxInclusive ? buyerPrice : buyerPrice + line.tax
  const taxOperator = line.taxCollector === 'operator' ? line.tax : 0
  if (line.soldByOperator) {
    const operatorIncome = payable - line.tax
    return {
      ...line,
      payable,
      taxOperator,
      operatorIncome,
      sellerGross: 0,
      funding: 0,
      commissionBase: 0,
      commission: 0,
      rule: null,
    }
  }

  const operatorCollects = line.taxCollector === 'operator'
  const sellerGross = settings.taxInclusive
    ? afterSeller - (operatorCollects ? line.fullTax : 0)
    : afterSeller + (operatorCollects ? 0 : line.tax)
  const commissionBase = rule === null ? 0 : commissionBaseOf(line, settings)
  return {
    ...line,
    payable,
    taxOperator,
    operatorIncome: 0,
    sellerGross,
    funding: sellerGross + taxOperator - payable,
    commissionBase,
    commission: rule === null ? 0 : commissionOf(rule, commissionBase, sellerGross),
    rule,
  }
}

function bearsCommission(line: TaxedLine, settings: PricingSettings): boolean {
  return !line.soldByOperator && (line.kind === 'item' || settings.commissionOnShipping)
}

function commissionBaseOf(line: TaxedLine, settings: PricingSettings): number {
  const afterSeller = line.list - line.discountSeller
  if (settings.commissionBase === 'net') return settings.taxInclusive ? afterSeller - line.fullTax : afterSeller
  // With the tax of the undiscounted price, or the operator's own discount would change its commission.
  return settings.taxInclusive ? afterSeller : afterSeller + line.fullTax
}

/** Rounded once per order, because the commission of an order is one service. */
function spreadCommissionTax(lines: readonly EarnedLine[], settings: PricingSettings): number[] {
  const { commissionTaxPpm } = settings
  if (settings.salesMode === 'merchant_of_record' || commissionTaxPpm === 'reverse_charge') return lines.map(() => 0)
  return spreadRate(
    lines.map((line) => line.commission),
    commissionTaxPpm,
  )
}

function spreadSupplyTax(lines: readonly EarnedLine[], settings: PricingSettings): number[] {
  if (settings.salesMode === 'agent') return lines.map(() => 0)
  return spreadRate(
    lines.map((line) => line.sellerGross - line.commission),
    settings.supplyTaxPpm,
  )
}

function spreadRate(amounts: readonly number[], ratePpm: number): number[] {
  const total = sumOf(amounts, (amount) => amount)
  return allocate(share(total, ratePpm), amounts)
}

function freezeLine(line: EarnedLine, commissionTax: number, supplyTax: number): FrozenLine {
  const frozen: FrozenLine = {
    kind: line.kind,
    quantity: line.quantity,
    unitPrice: line.unitPrice,
    taxRatePpm: line.taxRatePpm,
    taxCategory: line.taxCategory,
    taxJurisdiction: line.taxJurisdiction,
    taxCollector: line.taxCollector,
    commissionRule: line.rule && { ruleId: line.rule.id, version: line.rule.version, ratePpm: line.rule.ratePpm },
    list: line.list,
    discountSeller: line.discountSeller,
    discountOperator: line.discountOperator,
    taxBase: line.taxBase,
    tax: line.tax,
    payable: line.payable,
    funding: line.funding,
    sellerGross: line.sellerGross,
    commissionBase: line.commissionBase,
    commission: line.commission,
    commissionTax,
    supplyTax,
    taxOperator: line.taxOperator,
    operatorIncome: line.operatorIncome,
    sellerNet: line.sellerGross + supplyTax - line.commission - commissionTax,
  }
  assertLineBalances(frozen)
  return frozen
}

/** The price as quoted, before any discount. */
export function listPrice(line: LineToPrice): number {
  return line.quotedPrice ?? line.unitPrice * line.quantity
}

function assertPrice(line: LineToPrice): void {
  const list = listPrice(line)
  for (const amount of [line.unitPrice, line.quantity, line.discountSeller, line.discountOperator, list]) {
    assertSafeInteger(amount)
    if (amount < 0) throw new RangeError(`A line cannot have the negative amount ${amount}`)
  }
  if (line.quantity === 0) throw new RangeError('A line has at least one unit')
  if (line.discountSeller + line.discountOperator > list) throw new RangeError('A discount is above the list price')
}
