import { randomBytes } from 'node:crypto'
import type { State } from '../state.ts'
import { recordBalanceTransaction } from './balance.ts'
import { assertChargeable, assertCountable } from './currency.ts'
import { invalidRequest, noSuch, type StripeErrorBody } from './failure.ts'
import {
  type Charge,
  findObject,
  newId,
  nowSeconds,
  type PaymentIntent,
  putObject,
  type StripeObject,
} from './objects.ts'
import type { CancelPaymentIntent, CapturePaymentIntent, ConfirmPaymentIntent, CreatePaymentIntent } from './params.ts'
import { assertUsable, cardBehaviour, genericDecline } from './payment-methods.ts'

/** What one call to the API may do: write, announce, and be told by a fault knob to decline. */
export type Call = {
  state: State
  emit: (type: string, object: StripeObject) => void
  isDeclineForced: boolean
  refundSettleMs: number
}

export type Answer = { status: number; body: object }

export function createPaymentIntent(call: Call, params: CreatePaymentIntent): Answer {
  assertChargeable(params.amount, params.currency)
  assertCountable(params.amount, params.currency, 'amount')
  const onlyCards = params.allowed_payment_method_types?.every((type) => type === 'card') ?? false
  const mayRedirect = !onlyCards && params.automatic_payment_methods?.allow_redirects !== 'never'
  if (params.confirm && mayRedirect && !params.return_url) {
    throw invalidRequest(
      'parameter_missing',
      'This PaymentIntent accepts payment methods that may redirect: pass a return_url, name allowed_payment_method_types, or set automatic_payment_methods[allow_redirects]=never.',
      'return_url',
    )
  }
  if (params.payment_method) assertUsable(call.state, params.payment_method)
  const id = newId('payment_intent')
  const intent: PaymentIntent = {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
    amount: params.amount,
    amount_capturable: 0,
    amount_received: 0,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: params.capture_method,
    client_secret: `${id}_secret_${randomBytes(8).toString('hex')}`,
    confirmation_method: 'automatic',
    created: nowSeconds(),
    currency: params.currency,
    customer: params.customer ?? null,
    description: params.description ?? null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    metadata: params.metadata,
    next_action: null,
    payment_method: params.payment_method ?? null,
    payment_method_types: params.allowed_payment_method_types ?? ['card'],
    status: params.payment_method ? 'requires_confirmation' : 'requires_payment_method',
  }
  putObject(call.state, intent)
  call.emit('payment_intent.created', intent)
  return params.confirm ? confirm(call, intent, params) : { status: 200, body: intent }
}

export function confirmPaymentIntent(call: Call, id: string, params: ConfirmPaymentIntent): Answer {
  const intent = getPaymentIntent(call.state, id)
  if (!['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(intent.status)) {
    throw unexpectedState(intent, 'confirm')
  }
  return confirm(call, { ...intent, payment_method: params.payment_method ?? intent.payment_method }, params)
}

function confirm(
  call: Call,
  intent: PaymentIntent,
  params: { off_session: boolean; error_on_requires_action: boolean },
): Answer {
  if (!intent.payment_method) {
    throw invalidRequest(
      'payment_intent_unexpected_state',
      'You cannot confirm this PaymentIntent without a payment method.',
    )
  }
  const behaviour = call.isDeclineForced
    ? { answer: 'declined' as const, ...genericDecline }
    : cardBehaviour(intent.payment_method)
  switch (behaviour.answer) {
    case 'declined':
      return decline(call, intent, behaviour)
    case 'authentication_required':
      if (params.off_session || params.error_on_requires_action) {
        return decline(call, intent, {
          code: 'authentication_required',
          declineCode: 'authentication_required',
          message: 'Your card was declined. This transaction requires authentication.',
        })
      }
      return askForAuthentication(call, intent)
    case 'approved':
      return approve(call, intent, intent.payment_method)
  }
}

function approve(call: Call, intent: PaymentIntent, paymentMethod: string): Answer {
  const charge = newCharge(intent, paymentMethod)
  const authorized: PaymentIntent = {
    ...intent,
    latest_charge: charge.id,
    last_payment_error: null,
    next_action: null,
    amount_capturable: intent.amount,
    status: 'requires_capture',
  }
  putObject(call.state, charge, { parent: intent.id })
  putObject(call.state, authorized)
  call.emit('charge.succeeded', charge)
  if (intent.capture_method !== 'manual') return capture(call, { intent: authorized, charge, amount: intent.amount })
  call.emit('payment_intent.amount_capturable_updated', authorized)
  return { status: 200, body: authorized }
}

function askForAuthentication(call: Call, intent: PaymentIntent): Answer {
  const waiting: PaymentIntent = {
    ...intent,
    status: 'requires_action',
    next_action: { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect' } },
  }
  putObject(call.state, waiting)
  call.emit('payment_intent.requires_action', waiting)
  return { status: 200, body: waiting }
}

function decline(
  call: Call,
  intent: PaymentIntent,
  reason: { code: string; declineCode: string; message: string },
): Answer {
  const charge: Charge = {
    ...newCharge(intent, intent.payment_method ?? 'unknown'),
    failure_code: reason.code,
    failure_message: reason.message,
    outcome: { network_status: 'declined_by_network', reason: reason.declineCode, type: 'issuer_declined' },
    paid: false,
    status: 'failed',
  }
  const failure: StripeErrorBody = {
    type: 'card_error',
    code: reason.code,
    decline_code: reason.declineCode,
    message: reason.message,
    charge: charge.id,
  }
  const declined: PaymentIntent = {
    ...intent,
    latest_charge: charge.id,
    last_payment_error: failure,
    payment_method: null,
    status: 'requires_payment_method',
  }
  putObject(call.state, charge, { parent: intent.id })
  putObject(call.state, declined)
  call.emit('charge.failed', charge)
  call.emit('payment_intent.payment_failed', declined)
  return { status: 402, body: { error: { ...failure, payment_intent: declined } } }
}

export function capturePaymentIntent(call: Call, id: string, params: CapturePaymentIntent): Answer {
  const found = getPaymentIntent(call.state, id)
  const intent = { ...found, metadata: { ...found.metadata, ...params.metadata } }
  const charge = intent.latest_charge ? findObject(call.state, 'charge', intent.latest_charge) : undefined
  if (intent.status !== 'requires_capture' || !charge) throw unexpectedState(intent, 'capture')
  if (call.isDeclineForced) return expire(call, intent)
  const amount = params.amount_to_capture ?? intent.amount_capturable
  assertCountable(amount, intent.currency, 'amount_to_capture')
  if (amount > intent.amount_capturable) {
    throw invalidRequest(
      'amount_too_large',
      `The amount to capture (${amount}) is greater than the amount capturable (${intent.amount_capturable}).`,
      'amount_to_capture',
    )
  }
  return capture(call, { intent, charge, amount })
}

type Capture = { intent: PaymentIntent; charge: Charge; amount: number }

export function capture(call: Call, { intent, charge, amount }: Capture): Answer & { body: PaymentIntent } {
  const transaction = recordBalanceTransaction(call.state, {
    type: 'charge',
    source: charge.id,
    amount,
    currency: charge.currency,
  })
  const captured: Charge = { ...charge, captured: true, amount_captured: amount, balance_transaction: transaction.id }
  const succeeded: PaymentIntent = { ...intent, status: 'succeeded', amount_capturable: 0, amount_received: amount }
  putObject(call.state, captured)
  putObject(call.state, succeeded)
  call.emit('charge.captured', captured)
  call.emit('payment_intent.succeeded', succeeded)
  return { status: 200, body: succeeded }
}

/** What an issuer's lapsed authorization looks like: the intent is canceled and the capture refused. */
function expire(call: Call, intent: PaymentIntent): Answer {
  const canceled = lapse(call, intent)
  const message = 'The charge cannot be captured: its authorization has expired.'
  const error: StripeErrorBody = { type: 'invalid_request_error', code: 'charge_expired_for_capture', message }
  return { status: 400, body: { error: { ...error, payment_intent: canceled } } }
}

/** The bank's promise runs out before anybody captures. */
export function expirePaymentIntent(call: Call, id: string): PaymentIntent {
  const intent = getPaymentIntent(call.state, id)
  if (intent.status !== 'requires_capture') throw unexpectedState(intent, 'expire')
  return lapse(call, intent)
}

function lapse(call: Call, intent: PaymentIntent): PaymentIntent {
  const canceled: PaymentIntent = {
    ...intent,
    status: 'canceled',
    amount_capturable: 0,
    canceled_at: nowSeconds(),
    cancellation_reason: 'automatic',
  }
  putObject(call.state, canceled)
  const charge = intent.latest_charge ? findObject(call.state, 'charge', intent.latest_charge) : undefined
  if (charge) call.emit('charge.expired', charge)
  call.emit('payment_intent.canceled', canceled)
  return canceled
}

export function cancelPaymentIntent(call: Call, id: string, params: CancelPaymentIntent): Answer {
  const intent = getPaymentIntent(call.state, id)
  if (intent.status === 'succeeded' || intent.status === 'canceled') throw unexpectedState(intent, 'cancel')
  const canceled: PaymentIntent = {
    ...intent,
    status: 'canceled',
    amount_capturable: 0,
    next_action: null,
    canceled_at: nowSeconds(),
    cancellation_reason: params.cancellation_reason ?? null,
  }
  putObject(call.state, canceled)
  call.emit('payment_intent.canceled', canceled)
  return { status: 200, body: canceled }
}

export function getPaymentIntent(state: State, id: string, param = 'intent'): PaymentIntent {
  const intent = findObject(state, 'payment_intent', id)
  if (!intent) throw noSuch('payment_intent', id, param)
  return intent
}

export function unexpectedState(intent: PaymentIntent, verb: string) {
  return invalidRequest(
    'payment_intent_unexpected_state',
    `You cannot ${verb} this PaymentIntent because it has a status of ${intent.status}.`,
  )
}

function newCharge(intent: PaymentIntent, paymentMethod: string): Charge {
  return {
    id: newId('charge'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    balance_transaction: null,
    captured: false,
    created: nowSeconds(),
    currency: intent.currency,
    description: intent.description,
    disputed: false,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: intent.metadata,
    outcome: { network_status: 'approved_by_network', reason: null, type: 'authorized' },
    paid: true,
    payment_intent: intent.id,
    payment_method: paymentMethod,
    refunded: false,
    status: 'succeeded',
  }
}
