import { describe, expect, test } from 'vitest'
import { storedPayment } from '../../test/stored-payment.ts'
import type { Act } from '../command/act.ts'
import { PaymentState } from '../payment/lifecycle.ts'
import { afterPaymentEvent } from '../payment/payment.ts'
import { cancelPurchase, commitCancellation, lapsePurchase, tooLateItem } from './cancel.ts'

const payment = storedPayment
const now = new Date('2026-11-20T13:00:00Z')

/** What is decided in each state while a run is at work, and while none is. */
const decided: Record<PaymentState, readonly [worked: string, idle: string]> = {
  created: ['at_once', 'at_once'],
  authorizing: ['after_asking', 'after_asking'],
  authorized: ['after_asking', 'after_asking'],
  unknown: ['after_asking', 'after_asking'],
  capturing: ['purchase.being_charged', 'after_asking'],
  captured: ['purchase.already_paid', 'purchase.already_paid'],
  partially_captured: ['purchase.already_paid', 'purchase.already_paid'],
  voided: ['purchase.already_canceled', 'purchase.already_canceled'],
  failed: ['purchase.already_canceled', 'purchase.already_canceled'],
  expired: ['purchase.already_canceled', 'purchase.already_canceled'],
}
const said = (decision: ReturnType<typeof cancelPurchase>) => (decision.ok ? decision.value : decision.refusal.code)
const inState = (status: PaymentState) => payment({ status, capturePending: status === 'capturing' ? 1000 : 0 })

describe('a purchase can be canceled', () => {
  test.each(PaymentState.options)('or not, as its payment is: %s', (status) => {
    expect([true, false].map((isWorkedOn) => said(cancelPurchase(inState(status), isWorkedOn)))).toEqual(
      decided[status],
    )
  })

  test('not while nobody knows what a capture did and somebody is finding out', () => {
    const unknown = payment({ status: 'unknown', capturePending: 1000 })
    expect(said(cancelPurchase(unknown, true))).toBe('purchase.being_charged')
    expect(said(cancelPurchase(unknown, false))).toBe('after_asking')
  })

  test('once: a second time only when the first came to a stop', () => {
    const wanted = payment({ status: 'authorized', cancelRequested: true })
    expect(said(cancelPurchase(wanted, true))).toBe('purchase.being_canceled')
    expect(said(cancelPurchase(wanted, false))).toBe('after_asking')
  })

  test('not when it costs nothing and is authorized: there is nothing left to pay', () => {
    expect(said(cancelPurchase(payment({ status: 'authorized', amount: 0 }), true))).toBe('purchase.already_paid')
  })
})

describe('from then on', () => {
  test('no money is asked for', () => {
    const wanted = payment({ status: 'authorized', authorized: 1000, cancelRequested: true })
    expect(afterPaymentEvent(wanted, { kind: 'capture_claimed', amount: 1000 })).toMatchObject({ ok: false })
    expect(afterPaymentEvent(wanted, { kind: 'voided' })).toMatchObject({ ok: true, value: { status: 'voided' } })
  })

  test('money that was taken before counts, and the wish is over', () => {
    const late = payment({ status: 'capturing', authorized: 1000, capturePending: 1000, cancelRequested: true })
    expect(afterPaymentEvent(late, { kind: 'captured', amount: 1000, claimed: 1000 })).toMatchObject({
      ok: true,
      value: { status: 'captured', cancelRequested: false },
    })
  })
})

describe('the clock', () => {
  test.each(PaymentState.options)('gives up a payment that is %s only where no money may have been taken', (status) => {
    const decision = lapsePurchase({ ...inState(status), payBy: now }, now)
    expect(decision.ok ? decision.value : decision.refusal.code).toBe(decided[status][0])
  })

  test('waits until the time is over', () => {
    const later = new Date(now.getTime() + 1)
    expect(lapsePurchase({ ...payment(), payBy: later }, now)).toMatchObject({ refusal: { code: 'purchase.not_due' } })
    expect(lapsePurchase({ ...payment(), payBy: null }, now)).toMatchObject({ refusal: { code: 'purchase.not_due' } })
  })
})

describe('a cancellation', () => {
  const act: Act = { actor: { type: 'system', name: 'Storefront' }, at: now, reason: 'changed their mind' }
  const orders = [{ id: 'a', status: 'placed' }] as const
  const stored = { ...payment(), version: 3 }

  test('that is done at once gives the payment up, cancels the orders and lets the pieces go', () => {
    const decided = { action: 'purchase.cancel', cancellation: 'at_once' } as const
    const { ended, change } = commitCancellation(decided, { payment: stored, orders }, act)
    expect(ended).toMatchObject({
      after: { status: 'voided' },
      reason: 'changed their mind',
      orders: [{ id: 'a', status: 'canceled' }],
      releasesPieces: true,
    })
    expect(change).toMatchObject({
      action: 'purchase.cancel',
      subject: { type: 'purchase', id: 'purchase', label: 'NW-1', version: 3 },
      changes: [{ field: 'payment', before: 'created', after: 'voided' }],
      data: { number: 'NW-1', cancellation: 'at_once' },
    })
  })

  test('that asks the provider first ends nothing yet', () => {
    const decided = { action: 'purchase.lapse', cancellation: 'after_asking' } as const
    const authorized = { ...stored, status: 'authorized' as const }
    const { ended, change } = commitCancellation(decided, { payment: authorized, orders: [] }, act)
    expect(ended).toBeUndefined()
    expect(change.changes).toEqual([{ field: 'payment', before: 'authorized', after: 'canceling' }])
  })

  test('that comes after the money is put before a person, who has a day', () => {
    expect(tooLateItem(payment({ captured: 1000 }), 'changed their mind', act)).toMatchObject({
      kind: 'cancel_too_late',
      cause: { code: 'purchase.charged_before_canceled', detail: 'changed their mind' },
      atStake: { amount: 1000, currency: 'EUR' },
      dueAt: new Date('2026-11-21T13:00:00Z'),
    })
  })
})
