import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type SellerToPay, weighPayout } from './amount.ts'

const seller = { available: 10412, held: 0, debt: 22825, clawbackSharePpm: 500_000, minimum: 1000, blocked: false }
const weighed = (changed: Partial<SellerToPay> = {}) => weighPayout({ ...seller, ...changed })

describe('a payout', () => {
  test('leaves at most its share to an old debt', () => {
    expect(weighed()).toMatchObject({ recovered: 5206, amount: 5206 })
    expect(weighed({ debt: 17619, available: 41650 })).toMatchObject({ recovered: 17619, amount: 24031 })
    expect(weighed({ available: 10413 })).toMatchObject({ recovered: 5206, amount: 5207 })
  })

  test('never pays what is held, and says how much that is', () => {
    expect(weighed({ debt: 0, available: 9371, held: 1041 })).toEqual({
      recovered: 0,
      amount: 9371,
      staysAvailable: 0,
      held: 1041,
      unpaid: null,
    })
    expect(weighed({ debt: 0, available: 0, held: 1041 })).toMatchObject({
      amount: 0,
      held: 1041,
      unpaid: 'nothing_available',
    })
  })

  test('is nothing below the minimum, in debt, or while the seller is blocked, and says which', () => {
    expect(weighed({ debt: 0, available: 999 })).toMatchObject({
      amount: 0,
      staysAvailable: 999,
      unpaid: 'below_minimum',
    })
    expect(weighed({ debt: 0, available: 1000 })).toMatchObject({ amount: 1000, unpaid: null })
    expect(weighed({ available: -1, minimum: 0 })).toMatchObject({ recovered: 0, amount: 0, unpaid: 'in_debt' })
    expect(weighed({ blocked: true })).toMatchObject({
      recovered: 5206,
      amount: 0,
      staysAvailable: 5206,
      unpaid: 'blocked',
    })
  })

  test('accounts for every cent that is the seller’s, and leaves no debt to what it pays', () => {
    const sellers = fc.record({
      available: fc.integer({ min: -5000, max: 100_000 }),
      held: fc.nat({ max: 50_000 }),
      debt: fc.nat({ max: 100_000 }),
      clawbackSharePpm: fc.nat({ max: 1_000_000 }),
      minimum: fc.nat({ max: 2000 }),
      blocked: fc.boolean(),
    })
    fc.assert(
      fc.property(sellers, (each) => {
        const { recovered, amount, staysAvailable, held } = weighPayout(each)
        expect(recovered + amount + staysAvailable + held).toBe(each.available + each.held)
        expect(amount).toBeGreaterThanOrEqual(0)
        expect(recovered).toBeLessThanOrEqual(each.debt)
      }),
    )
  })
})
