import { allocate } from '../money/allocate.ts'
import { proportion, share } from '../money/rounding.ts'
import { sumOf } from '../money/sum.ts'
import { type LineComponents, type LineInProgress, lineComponents, noComponents, refundable } from './line.ts'

/** The buyer's amount of one line that moves; `units` count only on a line the buyer pays nothing for. */
export type LinePart = { line: LineInProgress; amount: number; units?: number }

/** What a capture of a part of a line earned for everybody. `seller` may be −1 on a small part and comes back later. */
export type CaptureEffect = {
  lineId: string
  amount: number
  units: number
  components: LineComponents
  seller: number
}

/** What a return of a part of a line used up of each component, and what seller and operator bear of it. */
export type ReturnEffect = CaptureEffect & {
  bearer: 'seller' | 'operator'
  commission: CommissionOnReturn
  operator: number
}

export type CommissionOnReturn = 'return' | 'keep'
export type RefundBearer = 'seller' | 'operator' | { sellerSharePpm: number }
export type ReturnTerms = { bearer: RefundBearer; commission: CommissionOnReturn }

export type Moved<Effect> = { effects: Effect[]; lines: LineInProgress[] }

/** The buyer's amount of units `from + 1` to `to` of a line: what the first `to` cost less what the first `from` cost. */
export function unitsAmount(line: { payable: number; quantity: number }, from: number, to: number): number {
  if (from < 0 || from > to || to > line.quantity) throw new RangeError(`Units ${from} to ${to} are not on the line`)
  return proportion(line.payable, to, line.quantity) - proportion(line.payable, from, line.quantity)
}

/** All of the lines that is not captured yet. */
export function restToCapture(lines: readonly LineInProgress[]): LinePart[] {
  return lines.map((line) => ({
    line,
    amount: line.payable - line.captured,
    units: line.quantity - line.freeCaptured,
  }))
}

/** All of the lines that can still go back to the buyer. */
export function restToReturn(lines: readonly LineInProgress[]): LinePart[] {
  return lines.map((line) => ({ line, amount: refundable(line), units: line.freeCaptured - line.freeReturned }))
}

/** An amount for a whole order, spread over its lines by what is refundable on each. */
export function spreadOverLines(amount: number, lines: readonly LineInProgress[]): LinePart[] {
  const parts = allocate(
    amount,
    lines.map((line) => refundable(line)),
  )
  return lines.map((line, position) => ({ line, amount: parts[position] ?? 0 }))
}

/** Captures the parts. A part above what is left of its line is a bug of the caller. */
export function captureLines(parts: readonly LinePart[]): Moved<CaptureEffect> {
  const moved: Moved<CaptureEffect> = { effects: [], lines: [] }
  for (const part of parts) {
    const { line, amount } = part
    const units = freeUnits(part)
    const captured = line.captured + amount
    const freeCaptured = line.freeCaptured + units
    if (amount < 0 || captured > line.payable) throw new RangeError(`Line ${line.lineId} has not ${amount} to capture`)
    if (units < 0 || freeCaptured > line.quantity) throw new RangeError(`Line ${line.lineId} has not ${units} units`)
    moved.lines.push({ ...line, captured, freeCaptured })
    if (amount === 0 && units === 0) continue

    const proportional = eachComponent(
      (component) =>
        upTo(line, component, scaleOf(line, captured, freeCaptured)) -
        upTo(line, component, scaleOf(line, line.captured, line.freeCaptured)),
    )
    const components = withoutSeller(line, amount, proportional)
    moved.effects.push({ lineId: line.lineId, amount, units, components, seller: balancing(amount, components) })
  }
  return moved
}

/**
 * Gives value back to the buyer. A shared bearer makes two movements per line, the seller's first. A part above what is
 * refundable on its line is a bug of the caller: refusing it is a decision made before.
 */
export function returnLines(parts: readonly LinePart[], terms: ReturnTerms): Moved<ReturnEffect> {
  const amounts = parts.map((part) => part.amount)
  const total = sumOf(amounts, (amount) => amount)
  const sellerParts = allocate(sellerPartOf(total, terms.bearer), amounts)
  const moved: Moved<ReturnEffect> = { effects: [], lines: [] }
  parts.forEach((part, position) => {
    const sellerAmount = sellerParts[position] ?? 0
    const units = freeUnits(part)
    // The units of a free line cannot be shared: they are the seller's unless the operator bears everything.
    const sellerUnits = terms.bearer === 'operator' ? 0 : units
    const { commission } = terms
    const bySeller = returnPart(part.line, { amount: sellerAmount, units: sellerUnits, bearer: 'seller', commission })
    const byOperator = returnPart(bySeller.line, {
      amount: part.amount - sellerAmount,
      units: units - sellerUnits,
      bearer: 'operator',
      commission,
    })
    moved.effects.push(...bySeller.effects, ...byOperator.effects)
    moved.lines.push(byOperator.line)
  })
  return moved
}

/** Takes a return back, so that the same amount is refundable again and its components can be consumed again. */
export function undoReturn(line: LineInProgress, effect: ReturnEffect): LineInProgress {
  if (line.lineId !== effect.lineId) throw new Error(`The return of line ${effect.lineId} is not of ${line.lineId}`)
  return {
    ...line,
    returned: line.returned - effect.amount,
    freeReturned: line.freeReturned - effect.units,
    consumed: eachComponent((component) => line.consumed[component] - effect.components[component]),
  }
}

/** What of the consumed components reaches the ledger: the operator leaves seller and commission alone. */
export function postedComponents(effect: ReturnEffect): LineComponents {
  const { components } = effect
  if (effect.bearer === 'operator') {
    return { ...noComponents, taxOperator: components.taxOperator, operatorIncome: components.operatorIncome }
  }
  return effect.commission === 'keep' ? { ...components, commission: 0, commissionTax: 0 } : components
}

/** What the order still earns its seller: captured less what returns took. */
export function earningOf(captures: readonly CaptureEffect[], returns: readonly ReturnEffect[]): number {
  const earned = sumOf(captures, (effect) => effect.seller)
  return returns.reduce((rest, effect) => rest - effect.seller, earned)
}

export function totalComponents(parts: readonly LineComponents[]): LineComponents {
  return eachComponent((component) => sumOf(parts, (part) => part[component]))
}

function returnPart(
  line: LineInProgress,
  { amount, units, bearer, commission }: Pick<ReturnEffect, 'amount' | 'units' | 'bearer' | 'commission'>,
): { line: LineInProgress; effects: ReturnEffect[] } {
  if (amount < 0 || amount > refundable(line)) throw new RangeError(`Line ${line.lineId} has not ${amount} to return`)
  if (units < 0 || units > line.freeCaptured - line.freeReturned) {
    throw new RangeError(`Line ${line.lineId} has not ${units} units to return`)
  }
  if (amount === 0 && units === 0) return { line, effects: [] }

  const returned = line.returned + amount
  const freeReturned = line.freeReturned + units
  const proportional = eachComponent((component) => {
    const target = upTo(line, component, scaleOf(line, returned, freeReturned))
    return towards(target, line.consumed[component], line[component])
  })
  const components = withoutSeller(line, amount, proportional)
  const effect: ReturnEffect = {
    lineId: line.lineId,
    amount,
    units,
    components,
    bearer,
    commission,
    seller: 0,
    operator: 0,
  }
  effect[bearer] = balancing(amount, postedComponents(effect))
  const consumed = totalComponents([line.consumed, components])
  return { line: { ...line, returned, freeReturned, consumed }, effects: [effect] }
}

function sellerPartOf(amount: number, bearer: RefundBearer): number {
  if (bearer === 'seller') return amount
  return bearer === 'operator' ? 0 : share(amount, bearer.sellerSharePpm)
}

/** Target less already, never against the sign of the whole component: a return after an undone one may find it used. */
function towards(target: number, already: number, whole: number): number {
  return whole < 0 ? Math.min(0, target - already) : Math.max(0, target - already)
}

/** How far along the line is: by the buyer's amount, or by units where the buyer pays nothing. */
function scaleOf(line: LineInProgress, amount: number, units: number): { reached: number; whole: number } {
  return line.payable > 0 ? { reached: amount, whole: line.payable } : { reached: units, whole: line.quantity }
}

function upTo(
  line: LineInProgress,
  component: keyof LineComponents,
  scale: { reached: number; whole: number },
): number {
  return proportion(line[component], scale.reached, scale.whole)
}

function freeUnits(part: LinePart): number {
  return part.line.payable > 0 ? 0 : (part.units ?? 0)
}

/** What is left of the buyer's amount after the components: the cent of a part is never lost, it is in here. */
function balancing(amount: number, components: LineComponents): number {
  const added = amount + components.funding + components.supplyTax
  return added - components.taxOperator - components.commission - components.commissionTax - components.operatorIncome
}

/** What the operator sells has no seller to take the cent of a part: what is not tax of it is the operator's income. */
function withoutSeller(line: LineInProgress, amount: number, components: LineComponents): LineComponents {
  if (line.operatorIncome === 0) return components
  return { ...components, operatorIncome: amount - components.taxOperator }
}

function eachComponent(value: (component: keyof LineComponents) => number): LineComponents {
  const components = { ...noComponents }
  for (const component of lineComponents) components[component] = value(component)
  return components
}
