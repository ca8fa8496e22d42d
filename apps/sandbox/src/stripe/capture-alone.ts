import { findObject, type PaymentIntent } from './objects.ts'
import { type Call, capture, getPaymentIntent, unexpectedState } from './payments.ts'

/** The money is taken by the provider's own doing, be it of what was given back, or more than the bank had promised. */
export function captureAtDashboard(call: Call, id: string, taken: number | undefined): PaymentIntent {
  const intent = getPaymentIntent(call.state, id)
  const charge = intent.latest_charge ? findObject(call.state, 'charge', intent.latest_charge) : undefined
  if (intent.status === 'succeeded' || !charge) throw unexpectedState(intent, 'capture')
  const revived = { ...intent, canceled_at: null, cancellation_reason: null }
  return capture(call, { intent: revived, charge, amount: taken ?? intent.amount }).body
}
