import { recordBalanceTransaction } from './balance.ts'
import { assertCountable } from './currency.ts'
import { invalidRequest, noSuch } from './failure.ts'
import { type Charge, findObject, newId, nowSeconds, putObject, type Refund } from './objects.ts'
import type { CreateRefund } from './params.ts'
import { cardBehaviour } from './payment-methods.ts'
import { type Answer, type Call, getPaymentIntent } from './payments.ts'

export function createRefund(call: Call, params: CreateRefund): Answer {
  const charge = chargeToRefund(call, params)
  if (charge.disputed) throw invalidRequest('charge_disputed', `Charge ${charge.id} has been charged back.`)
  const refundable = charge.amount_captured - charge.amount_refunded
  if (refundable === 0) {
    throw invalidRequest('charge_already_refunded', `Charge ${charge.id} has already been refunded.`)
  }
  const amount = params.amount ?? refundable
  assertCountable(amount, charge.currency, 'amount')
  if (amount > refundable) {
    throw invalidRequest(
      'amount_too_large',
      `Refund amount (${amount}) is greater than unrefunded amount on charge (${refundable})`,
      'amount',
    )
  }
  const behaviour = cardBehaviour(charge.payment_method)
  const course = behaviour.answer === 'approved' ? behaviour.refunds : 'succeed'
  const refund: Refund = {
    id: newId('refund'),
    object: 'refund',
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: nowSeconds(),
    currency: charge.currency,
    metadata: params.metadata,
    payment_intent: charge.payment_intent,
    reason: params.reason ?? null,
    status: course === 'pend' ? 'pending' : 'succeeded',
  }
  const made = withBalance(call, refund)
  const settlesBySelf = course !== 'succeed' && !call.isDeclineForced
  putObject(call.state, made, {
    parent: charge.payment_intent,
    ...(settlesBySelf ? { dueAt: Date.now() + call.refundSettleMs } : {}),
  })
  const refunded = saveRefundedAmount(call, charge, amount)
  call.emit('refund.created', made)
  call.emit('charge.refunded', refunded)
  return { status: 200, body: call.isDeclineForced ? failRefund(call, made, 'declined') : made }
}

/** A refund whose time has come: a pending one arrives, one that was bound to fail comes back. */
export function settleRefund(call: Call, refund: Refund): void {
  if (refund.status === 'pending') {
    const arrived: Refund = { ...refund, status: 'succeeded' }
    putObject(call.state, arrived)
    call.emit('refund.updated', arrived)
    return
  }
  failRefund(call, refund, 'expired_or_canceled_card')
}

function failRefund(call: Call, refund: Refund, reason: string): Refund {
  const charge = findObject(call.state, 'charge', refund.charge)
  if (!charge) throw noSuch('charge', refund.charge)
  const reversal = recordBalanceTransaction(call.state, {
    type: 'refund_failure',
    source: refund.id,
    amount: refund.amount,
    currency: refund.currency,
  })
  const failed: Refund = {
    ...refund,
    status: 'failed',
    failure_reason: reason,
    failure_balance_transaction: reversal.id,
  }
  putObject(call.state, failed)
  saveRefundedAmount(call, charge, -refund.amount)
  call.emit('refund.updated', failed)
  call.emit('refund.failed', failed)
  return failed
}

function withBalance(call: Call, refund: Refund): Refund {
  const transaction = recordBalanceTransaction(call.state, {
    type: 'refund',
    source: refund.id,
    amount: -refund.amount,
    currency: refund.currency,
  })
  return { ...refund, balance_transaction: transaction.id }
}

function saveRefundedAmount(call: Call, charge: Charge, change: number): Charge {
  const amountRefunded = charge.amount_refunded + change
  const next = { ...charge, amount_refunded: amountRefunded, refunded: amountRefunded === charge.amount_captured }
  putObject(call.state, next)
  return next
}

function chargeToRefund(call: Call, params: CreateRefund): Charge {
  const id = params.payment_intent
    ? getPaymentIntent(call.state, params.payment_intent, 'payment_intent').latest_charge
    : params.charge
  if (!params.payment_intent && !params.charge) {
    throw invalidRequest(
      'parameter_missing',
      'One of the following params should be provided: payment_intent or charge.',
    )
  }
  const charge = id ? findObject(call.state, 'charge', id) : undefined
  if (charge?.captured) return charge
  throw invalidRequest(
    'payment_intent_unexpected_state',
    `${params.payment_intent ?? params.charge ?? ''} does not have a captured charge to refund.`,
  )
}
