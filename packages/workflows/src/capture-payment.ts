import { recordUnknownOutcome } from '@mainstay/db/payment/authorization'
import { captureClaimedAt, claimCapture, recordCaptureFailed } from '@mainstay/db/payment/capture'
import { lockPayment } from '@mainstay/db/payment/payment'
import { type PaymentState } from '@mainstay/domain/payment/lifecycle'
import { isClosedUnpaid } from '@mainstay/domain/payment/payment'
import type { CaptureAnswer, PaymentReference } from '@mainstay/integrations/payments/payment-gateway'
import { Permanent } from './engine/failure.ts'
import type { WorkflowContext } from './engine/workflow.ts'
import { movementTold, type PaymentFact, paymentFactFrom, recordPaymentFact } from './payment-fact.ts'
import {
  orUnknownOutcome,
  outageRetryPolicy,
  retryIfAmbiguous,
  type UnknownOutcome,
  whileKeyIsValid,
} from './provider-call.ts'
import type { Services } from './services.ts'

type Refused = { status: 'refused'; reason: string }

/** `refused`: nothing was taken and the authorization still stands. `over`: it is gone already. */
export type CaptureOutcome = 'taken' | 'refused' | 'over'

/** Takes the authorized money of everything that is not canceled, and answers once it is known what became of it. */
export async function capturePayment(
  ctx: WorkflowContext,
  paymentId: string,
  services: Services,
): Promise<CaptureOutcome> {
  const { gateway, clock } = services
  const { tenantId } = ctx.run

  const claim = await ctx.commit('claim capture', async (tx) => {
    const payment = await lockPayment(tx, paymentId)
    if (isClosedUnpaid(payment) || payment.cancelRequested) return { outcome: 'over' } as const
    const claimed = await claimCapture(tx, payment)
    if (claimed.outcome === 'contradicted') throw new Permanent(`the payment is ${payment.status}`)
    const { capture } = claimed
    const { providerReference, currency, authorized } = claimed.payment
    if (capture === undefined || providerReference === null) {
      return { outcome: payment.amount === 0 ? 'taken' : 'refused' } as const
    }
    const amount = { amount: capture.amount, currency }
    const request = { tenantId, captureId: capture.id, providerReference, amount }
    // A person may send the run back to this step: the key is as old as the first claim.
    const since = claimed.outcome === 'recorded' ? tx.act.at : await captureClaimedAt(tx, capture.id)
    return { request, authorized, since: since.toISOString() }
  })
  if ('outcome' in claim) return claim.outcome
  const { authorized, since } = claim
  const request = { ...claim.request, paymentId }
  const ours = { tenantId, paymentId, providerReference: request.providerReference, currency: request.amount.currency }
  const key = `capture:${request.captureId}`

  const ask = async (signal: AbortSignal): Promise<PaymentFact | Refused> => {
    const answer = await whileKeyIsValid({ since, now: clock() }, () => gateway.capture(request, key, signal))
    return factFrom(answer, { authorized, providerReference: request.providerReference })
  }
  const record = (name: string, answer: PaymentFact | Refused | UnknownOutcome) =>
    ctx.commit(name, async (tx) => {
      const payment = await lockPayment(tx, paymentId)
      if (answer.status === 'unknown') {
        return (await recordUnknownOutcome(tx, payment, { asked: key, note: answer.reason })).payment.status
      }
      const recorded =
        answer.status === 'refused'
          ? await recordCaptureFailed(tx, payment, { captureId: request.captureId, reason: answer.reason })
          : await recordPaymentFact(tx, payment, answer)
      // Taken after it had ended: its orders stay canceled, and nobody is told that they are paid.
      return isClosedUnpaid(payment) ? payment.status : recorded.payment.status
    })

  const answer = await ctx.step('capture', (_key, signal) => orUnknownOutcome(ask(signal)), {
    retry: outageRetryPolicy,
  })
  const status = await record('record capture', answer)
  if (status !== 'unknown') return withFee(ctx, { status, answer, ours }, services)

  const found = await ctx.step(
    'find out about the capture',
    async (_key, signal) => {
      const known = paymentFactFrom(await gateway.getPayment(ours, signal))
      return known !== undefined && known.status !== 'authorized' ? known : retryIfAmbiguous(ask(signal))
    },
    { retry: outageRetryPolicy },
  )
  const settled = await record('record what was found out of the capture', found)
  return withFee(ctx, { status: settled, answer: found, ours }, services)
}

/** What the capture came to. The provider may book its fee later than the money. */
async function withFee(
  ctx: WorkflowContext,
  captured: { status: PaymentState; answer: PaymentFact | Refused | UnknownOutcome; ours: PaymentReference },
  services: Services,
): Promise<CaptureOutcome> {
  const { status, answer, ours } = captured
  if (status === 'authorized') return 'refused'
  const outcome = isClosedUnpaid({ status }) ? 'over' : 'taken'
  if (answer.status !== 'captured' || answer.balanceTransaction !== null) return outcome
  const booked = await ctx.step(
    'read the fee',
    async (_key, signal) => {
      const fact = paymentFactFrom(await services.gateway.getPayment(ours, signal))
      if (fact?.status !== 'captured' || fact.balanceTransaction === null) throw new Error('the fee is not booked yet')
      return fact
    },
    { retry: outageRetryPolicy },
  )
  await ctx.commit('record the fee', async (tx) => {
    await recordPaymentFact(tx, await lockPayment(tx, ours.paymentId), booked)
  })
  return outcome
}

function factFrom(
  answer: CaptureAnswer,
  asked: { authorized: number; providerReference: string },
): PaymentFact | Refused {
  if (answer.outcome === 'failed') return { status: 'refused', reason: answer.reason }
  const { captured, chargeReference } = answer
  const balanceTransaction = answer.balanceTransaction ? movementTold(answer.balanceTransaction) : null
  return { status: 'captured', ...asked, captured, chargeReference, balanceTransaction }
}
