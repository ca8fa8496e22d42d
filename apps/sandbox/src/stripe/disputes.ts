import type { State } from '../state.ts'
import { recordBalanceTransaction } from './balance.ts'
import { assertCountable, roundToStep } from './currency.ts'
import { invalidRequest, noSuch } from './failure.ts'
import { type Charge, type Dispute, findObject, newId, nowSeconds, putObject } from './objects.ts'
import { type Call, getPaymentIntent } from './payments.ts'

/** What a network asks for a dispute, in units of the currency; it is not given back. */
const disputeFee = 2_000
const daysToAnswer = 7

export type OpenDispute = {
  payment_intent: string
  amount?: number | undefined
  reason: string
  /** The bank only asks: nothing is withdrawn. */
  inquiry: boolean
}

/** The buyer went to their bank. */
export function openDispute(call: Call, { payment_intent: intent, amount, reason, inquiry }: OpenDispute): Dispute {
  const charge = capturedCharge(call.state, intent)
  if (charge.disputed) throw invalidRequest('charge_disputed', `Charge ${charge.id} is disputed already.`)
  const disputed = amount ?? charge.amount_captured - charge.amount_refunded
  assertCountable(disputed, charge.currency, 'amount')
  if (disputed <= 0 || disputed > charge.amount_captured) {
    throw invalidRequest('amount_too_large', `Of ${charge.amount_captured} not ${disputed} can be disputed.`, 'amount')
  }
  const dispute: Dispute = {
    id: newId('dispute'),
    object: 'dispute',
    amount: disputed,
    balance_transactions: [],
    charge: charge.id,
    created: nowSeconds(),
    currency: charge.currency,
    evidence_details: { due_by: nowSeconds() + daysToAnswer * 86_400, has_evidence: false },
    is_charge_refundable: inquiry,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason,
    status: inquiry ? 'warning_needs_response' : 'needs_response',
  }
  putObject(call.state, { ...charge, disputed: true })
  const opened = inquiry ? dispute : moved(call, dispute, { amount: -disputed, fee: disputeFee })
  putObject(call.state, opened, { parent: charge.payment_intent })
  call.emit('charge.dispute.created', opened)
  if (!inquiry) call.emit('charge.dispute.funds_withdrawn', opened)
  return opened
}

/** The bank has decided. What was withdrawn comes back for one that is won. */
export function closeDispute(call: Call, id: string, outcome: 'won' | 'lost'): Dispute {
  const dispute = findObject(call.state, 'dispute', id)
  if (!dispute) throw noSuch('dispute', id)
  const isOpen = dispute.status === 'needs_response' || dispute.status === 'warning_needs_response'
  if (!isOpen) throw invalidRequest('dispute_closed', `Dispute ${id} is ${dispute.status}.`)
  const isReinstated = outcome === 'won' && dispute.balance_transactions.length > 0
  const back = isReinstated ? moved(call, dispute, { amount: dispute.amount, fee: 0 }) : dispute
  const closed: Dispute = { ...back, status: outcome }
  putObject(call.state, closed)
  const charge = findObject(call.state, 'charge', dispute.charge)
  if (charge && outcome === 'won') putObject(call.state, { ...charge, disputed: false })
  call.emit('charge.dispute.closed', closed)
  if (isReinstated) call.emit('charge.dispute.funds_reinstated', closed)
  return closed
}

function moved(call: Call, dispute: Dispute, { amount, fee }: { amount: number; fee: number }): Dispute {
  const transaction = recordBalanceTransaction(call.state, {
    type: 'adjustment',
    source: dispute.id,
    amount,
    currency: dispute.currency,
    fee: roundToStep(fee, dispute.currency),
  })
  return { ...dispute, balance_transactions: [...dispute.balance_transactions, transaction] }
}

function capturedCharge(state: State, intentId: string): Charge {
  const id = getPaymentIntent(state, intentId).latest_charge
  const charge = id ? findObject(state, 'charge', id) : undefined
  if (charge?.captured) return charge
  throw invalidRequest('payment_intent_unexpected_state', `${intentId} does not have a captured charge.`)
}
