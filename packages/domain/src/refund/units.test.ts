import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accepted } from '../command/decision.ts'
import { refundable } from '../order/line.ts'
import { unitsAmount } from '../order/line-effect.ts'
import { type LineToRefund, requestRefund } from './request.ts'
import { proposedAmount, unitsLeft, unitsPrice } from './units.ts'

const order = { status: 'shipped', currency: 'EUR' } as const

function paidLine(payable: number, quantity: number): LineToRefund {
  const progress = { captured: payable, freeCaptured: 0, returned: 0, freeReturned: 0, disputed: 0 }
  return {
    lineId: 'l1',
    title: 'Wrench',
    position: 0,
    payable,
    quantity,
    ...progress,
    returnedUnits: 0,
    returnedUnitsAmount: 0,
  }
}

type Ask = { amount: number | null; quantity: number | null; unitsAmount?: number | null }

function askOf(line: LineToRefund, asked: Ask) {
  return requestRefund(order, [line], { lines: [{ orderLineId: line.lineId, ...asked }] })
}

/** The line once what was asked for went back. */
function backWith(line: LineToRefund, asked: Ask): LineToRefund {
  const [part] = accepted(askOf(line, asked)).parts
  if (part === undefined) throw new Error('nothing went back')
  return {
    ...line,
    returned: line.returned + part.amount,
    returnedUnits: line.returnedUnits + (part.quantity ?? 0),
    returnedUnitsAmount: line.returnedUnitsAmount + (part.unitsAmount ?? 0),
  }
}

const anyLine = fc
  .record({
    payable: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 5_000_000 })),
    quantity: fc.integer({ min: 1, max: 12 }),
  })
  .map(({ payable, quantity }) => paidLine(payable, quantity))

/** Of what is left, so many hundredths: as units, or as an amount without any. */
const anySteps = fc.array(
  fc.record({ unit: fc.constantFrom('pieces' as const, 'money' as const), share: fc.nat({ max: 100 }) }),
  {
    maxLength: 8,
  },
)

describe('units that come back', () => {
  test('one by one bring 11.89 for three to nothing, and not to a cent', () => {
    let line = paidLine(1189, 3)
    const prices = [1, 2, 3].map(() => {
      const before = line.returned
      line = backWith(line, { amount: null, quantity: 1 })
      return line.returned - before
    })
    expect(prices).toEqual([396, 397, 396])
    expect(refundable(line)).toBe(0)
  })

  test('in any order and grouping, with money paid back between them, end at exactly what was paid', () => {
    fc.assert(
      fc.property(anyLine, anySteps, (untouched, steps) => {
        let line = untouched
        for (const { unit, share } of steps) {
          const ofLeft = (left: number) => Math.floor((left * share) / 100)
          const quantity = ofLeft(unitsLeft(line))
          const amount = ofLeft(refundable(line))
          if (unit === 'pieces' && quantity > 0) line = backWith(line, { amount: null, quantity })
          if (unit === 'money' && amount > 0) line = backWith(line, { amount, quantity: null })
        }
        if (unitsLeft(line) > 0) line = backWith(line, { amount: null, quantity: unitsLeft(line) })
        expect(refundable(line)).toBe(0)
        expect(line.returned).toBe(line.payable)
      }),
      { numRuns: 3000 },
    )
  })

  test('cost what the rule of units says: the price of all that are back less that of those before', () => {
    fc.assert(
      fc.property(anyLine, fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 6 }), (untouched, groups) => {
        let line = untouched
        for (const quantity of groups.filter((_, index) => index < untouched.quantity)) {
          if (quantity > unitsLeft(line)) continue
          expect(unitsPrice(line, quantity)).toBe(unitsAmount(line, line.returnedUnits, line.returnedUnits + quantity))
          line = backWith(line, { amount: null, quantity })
        }
      }),
    )
  })

  test('that were asked for at once never leave a cent behind, in whatever order they are released', () => {
    fc.assert(
      fc.property(
        anyLine,
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 5 }),
        (untouched, groups) => {
          const asked = groups
            .filter((quantity) => quantity <= untouched.quantity)
            .flatMap((quantity) => accepted(askOf(untouched, { amount: null, quantity })).parts)
          let line = untouched
          for (const { amount, quantity, unitsAmount } of asked) {
            if (askOf(line, { amount, quantity, unitsAmount }).ok)
              line = backWith(line, { amount, quantity, unitsAmount })
          }
          if (unitsLeft(line) > 0) line = backWith(line, { amount: null, quantity: unitsLeft(line) })
          expect(refundable(line)).toBe(0)
        },
      ),
      { numRuns: 2000 },
    )
  })
})

describe('an amount beside units', () => {
  const line = paidLine(10_000, 3)

  test('may be the price or less, and what was kept back is not paid with the next ones', () => {
    expect(askOf(line, { amount: 3333, quantity: 1 }).ok).toBe(true)
    const worn = backWith(line, { amount: 2500, quantity: 1 })
    expect(worn).toMatchObject({ returned: 2500, returnedUnits: 1, returnedUnitsAmount: 3333 })
    expect(proposedAmount(worn, 2)).toBe(6667)
    expect(backWith(worn, { amount: null, quantity: 2 })).toMatchObject({ returned: 9167, returnedUnitsAmount: 10_000 })
  })

  test('is never more than they cost: that is money without them', () => {
    expect(askOf(line, { amount: 3334, quantity: 1 })).toEqual({
      ok: false,
      refusal: {
        code: 'refund.over_price',
        orderLineId: 'l1',
        title: 'Wrench',
        quantity: 1,
        price: { amount: 3333, currency: 'EUR' },
      },
    })
    expect(askOf(line, { amount: 3334, quantity: null }).ok).toBe(true)
  })

  test('is not asked of the last units at the price of others that came back since', () => {
    const [asked] = accepted(askOf(line, { amount: null, quantity: 1 })).parts
    const { amount, quantity, unitsAmount } = asked ?? { amount: 0, quantity: 0, unitsAmount: 0 }
    expect(amount).toBe(3333)
    const oneLeft = backWith(line, { amount: null, quantity: 2 })
    expect(askOf(oneLeft, { amount, quantity, unitsAmount }).ok).toBe(true)
    const cheaper = backWith(backWith(line, { amount: null, quantity: 1 }), { amount, quantity, unitsAmount })
    expect(askOf(cheaper, { amount, quantity, unitsAmount })).toMatchObject({
      refusal: { code: 'refund.repriced', price: { amount: 3334, currency: 'EUR' } },
    })
  })
})

describe('units nobody paid for', () => {
  const free = { ...paidLine(0, 3), freeCaptured: 3 }

  test('come back for nothing, as many as there were', () => {
    const { amount, parts } = accepted(askOf(free, { amount: null, quantity: 2 }))
    expect(amount).toEqual({ amount: 0, currency: 'EUR' })
    expect(parts).toMatchObject([{ amount: 0, units: 2, unitsAmount: 0 }])
    expect(askOf({ ...free, freeReturned: 2 }, { amount: null, quantity: 2 })).toMatchObject({
      refusal: { code: 'refund.over_quantity', left: 1 },
    })
  })

  test('have no money in them', () => {
    expect(askOf(free, { amount: 1, quantity: 1 })).toMatchObject({ refusal: { code: 'refund.over_refundable' } })
    expect(askOf({ ...free, freeCaptured: 0 }, { amount: null, quantity: 1 })).toMatchObject({
      refusal: { code: 'refund.nothing_captured' },
    })
  })
})
