import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { storedPayment } from '../../test/stored-payment.ts'
import { PaymentState } from './lifecycle.ts'
import { afterPaymentEvent, isClosedUnpaid, leftToCapture, type Payment, type PaymentEvent } from './payment.ts'

const created: Payment = storedPayment()

/** The payment after these events; the first refusal is thrown. */
function after(...events: PaymentEvent[]): Payment {
  return events.reduce((payment, event) => {
    const decision = afterPaymentEvent(payment, event)
    if (!decision.ok) throw new Error(`${event.kind}: ${decision.refusal.code}`)
    return decision.value
  }, created)
}

const claim: PaymentEvent = { kind: 'authorization_claimed' }
const authorized: PaymentEvent = { kind: 'authorized', amount: 1000 }
const unknown: PaymentEvent = { kind: 'marked_unknown' }
const captureClaim: PaymentEvent = { kind: 'capture_claimed', amount: 1000 }
const captured: PaymentEvent = { kind: 'captured', amount: 1000, claimed: 1000 }

describe('a payment', () => {
  test('is claimed, authorized, claimed again and captured', () => {
    expect(after(claim)).toEqual({ ...created, status: 'authorizing' })
    expect(after(claim, authorized)).toEqual({ ...created, status: 'authorized', authorized: 1000 })
    expect(after(claim, authorized, captureClaim)).toMatchObject({ status: 'capturing', capturePending: 1000 })
    expect(after(claim, authorized, captureClaim, captured)).toEqual({
      ...created,
      status: 'captured',
      authorized: 1000,
      captured: 1000,
    })
  })

  test('that is declined is over', () => {
    const declined = after(claim, { kind: 'declined' })
    expect(declined.status).toBe('failed')
    expect(isClosedUnpaid(declined)).toBe(true)
  })

  test('of which the provider took less is captured in part, and the rest is given back', () => {
    const part = after(claim, authorized, captureClaim, { kind: 'captured', amount: 400, claimed: 1000 })
    expect(part).toMatchObject({ status: 'partially_captured', captured: 400, capturePending: 0, voided: 600 })
    expect(leftToCapture(part)).toBe(0)
  })

  test('whose capture is refused stands authorized', () => {
    const refused = after(claim, authorized, captureClaim, { kind: 'capture_failed', claimed: 1000 })
    expect(refused).toMatchObject({ status: 'authorized', capturePending: 0, captured: 0 })
  })

  test('that is given back leaves nothing to capture', () => {
    const voided = after(claim, authorized, { kind: 'voided' })
    expect(voided).toMatchObject({ status: 'voided', voided: 1000 })
    expect(leftToCapture(voided)).toBe(0)
  })

  test('gives back no more than it took', () => {
    const taken = after(claim, authorized, captureClaim, captured, { kind: 'refund_claimed', amount: 600 })
    expect(afterPaymentEvent(taken, { kind: 'refund_claimed', amount: 401 })).toEqual({
      ok: false,
      refusal: { code: 'payment.amount_too_large', event: 'refund_claimed', amount: 401, most: 400 },
    })
    expect(
      after(
        claim,
        authorized,
        captureClaim,
        captured,
        { kind: 'refund_claimed', amount: 600 },
        {
          kind: 'refunded',
          amount: 600,
        },
      ),
    ).toMatchObject({ refunded: 600, refundPending: 0, status: 'captured' })
  })
})

describe('an unknown payment', () => {
  test('is left by the answer to what was asked, and by nothing else', () => {
    const isAuthorized = after(claim, unknown)
    const isCaptured = after(claim, authorized, captureClaim, unknown)
    const kinds = (payment: Payment) =>
      allEvents.filter((event) => afterPaymentEvent(payment, event).ok).map(({ kind }) => kind)
    expect(kinds(isAuthorized)).toEqual(['authorized', 'declined', 'voided', 'expired'])
    expect(kinds(isCaptured)).toEqual(['captured', 'capture_failed', 'voided', 'expired'])
    expect(after(claim, unknown, authorized).status).toBe('authorized')
    expect(after(claim, authorized, captureClaim, unknown, captured).status).toBe('captured')
  })

  test('comes only from a question that is open', () => {
    const from = PaymentState.options.filter((status) => afterPaymentEvent({ ...created, status }, unknown).ok)
    expect(from).toEqual(['authorizing', 'capturing'])
  })
})

test('money reported for a payment that is over contradicts our books', () => {
  const declined = after(claim, { kind: 'declined' })
  expect(afterPaymentEvent(declined, authorized)).toEqual({
    ok: false,
    refusal: { code: 'payment.contradicted', status: 'failed', event: 'authorized' },
  })
  const voided = after(claim, authorized, { kind: 'voided' })
  expect(afterPaymentEvent(voided, captured).ok).toBe(false)
  expect(afterPaymentEvent(voided, { kind: 'void_contradicted' })).toMatchObject({
    value: { status: 'authorized', voided: 0 },
  })
})

test('whatever is reported in whatever order, a payment never holds more than was authorized nor returns more than it took', () => {
  const amount = fc.integer({ min: 0, max: 1500 })
  const event = fc.oneof(
    fc.constantFrom<PaymentEvent>(
      claim,
      { kind: 'declined' },
      unknown,
      { kind: 'voided' },
      { kind: 'expired' },
      {
        kind: 'void_contradicted',
      },
    ),
    amount.map((of): PaymentEvent => ({ kind: 'authorized', amount: of })),
    amount.map((of): PaymentEvent => ({ kind: 'capture_claimed', amount: of })),
    fc
      .constantFrom('refund_claimed', 'refunded', 'refund_failed', 'refund_bounced')
      .chain((kind) => amount.map((of): PaymentEvent => ({ kind, amount: of }))),
    fc.constant<'answer'>('answer'),
  )
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), amount, (events, taken) => {
      let payment = created
      for (const each of events) {
        const claimed = payment.capturePending
        const told: PaymentEvent = each === 'answer' ? { kind: 'captured', amount: taken, claimed } : each
        const decision = afterPaymentEvent(payment, told)
        if (decision.ok) payment = decision.value
        const { authorized: held, captured: got, capturePending, voided, refunded, refundPending } = payment
        expect(Math.min(held, got, capturePending, voided, refunded, refundPending)).toBeGreaterThanOrEqual(0)
        expect(got + capturePending + voided).toBeLessThanOrEqual(held)
        expect(refunded + refundPending).toBeLessThanOrEqual(got)
      }
    }),
  )
})

const allEvents: PaymentEvent[] = [
  claim,
  authorized,
  { kind: 'declined' },
  unknown,
  captureClaim,
  captured,
  { kind: 'capture_failed', claimed: 1000 },
  { kind: 'voided' },
  { kind: 'expired' },
  { kind: 'void_contradicted' },
  { kind: 'refund_claimed', amount: 1 },
  { kind: 'refunded', amount: 1 },
  { kind: 'refund_failed', amount: 1 },
  { kind: 'refund_bounced', amount: 1 },
]
