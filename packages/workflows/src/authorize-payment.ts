import {
  authorizationClaimedAt,
  claimAuthorization,
  recordAuthorized,
  recordUnknownOutcome,
} from '@mainstay/db/payment/authorization'
import { type LockedPayment, lockPayment } from '@mainstay/db/payment/payment'
import { type PaymentState } from '@mainstay/domain/payment/lifecycle'
import { authorizationKey } from '@mainstay/domain/payment/outcome'
import { isClosedUnpaid } from '@mainstay/domain/payment/payment'
import type { Authorize, AuthorizeAnswer, OurPayment } from '@mainstay/integrations/payments/payment-gateway'
import { Permanent } from './engine/failure.ts'
import type { WorkflowContext } from './engine/workflow.ts'
import {
  authorizationFactFrom,
  type PaymentFact,
  paymentFactFrom,
  type RequiresAction,
  recordPaymentFact,
} from './payment-fact.ts'
import {
  neverReachedProvider,
  orUnknownOutcome,
  outageRetryPolicy,
  retryIfAmbiguous,
  type UnknownOutcome,
  whileKeyIsValid,
} from './provider-call.ts'
import type { Services } from './services.ts'

/**
 * Asks the buyer's bank to hold the money. Answers where the payment is once that is known, and does not answer before:
 * a run that cannot find out in time is held.
 */
export async function authorizePayment(
  ctx: WorkflowContext,
  paymentId: string,
  services: Services,
): Promise<PaymentState> {
  const { gateway, clock } = services
  const { tenantId } = ctx.run
  const key = authorizationKey(paymentId)

  const claim = await ctx.commit('claim authorization', async (tx) => {
    const payment = await lockPayment(tx, paymentId)
    if (isClosedUnpaid(payment)) return { over: payment.status }
    const claimed = await claimAuthorization(tx, payment)
    if (claimed.outcome === 'contradicted') throw new Permanent(`the payment is ${claimed.payment.status} already`)
    // A person may send the run back to this step, or cancel the purchase: the key is as old as the first claim.
    const isRepeat = claimed.outcome === 'already_applied'
    const since = isRepeat ? await authorizationClaimedAt(tx, paymentId) : tx.act.at
    return { request: requestOf(tenantId, claimed.payment), since: since.toISOString(), isRepeat }
  })
  if ('over' in claim) return claim.over
  if (claim.request.amount.amount === 0) return recordNothingToPay(ctx, paymentId)
  const ours = { tenantId, paymentId, currency: claim.request.amount.currency }

  const ask = (signal: AbortSignal) =>
    whileKeyIsValid({ since: claim.since, now: clock() }, () => gateway.authorize(claim.request, key, signal))
  const record = (name: string, answer: PaymentFact | UnknownOutcome) =>
    ctx.commit(name, async (tx) => {
      const payment = await lockPayment(tx, paymentId)
      const recorded =
        answer.status === 'unknown'
          ? await recordUnknownOutcome(tx, payment, { asked: key, note: answer.reason })
          : await recordPaymentFact(tx, payment, answer)
      return recorded.payment.status
    })

  // What was asked before is looked for before it is asked again.
  if (!claim.isRepeat) {
    const answer = await ctx.step(
      'authorize',
      (_key, signal) => orUnknownOutcome(ask(signal).then(authorizationFactFrom)),
      {
        retry: outageRetryPolicy,
      },
    )
    const status = await record('record authorization', await declineIfActionRequired(ctx, { ours, answer }, services))
    if (status !== 'unknown') return status
  }

  const found = await ctx.step(
    'find out about the authorization',
    async (_key, signal) => {
      const there = await gateway.findPayment(ours, signal)
      if (there === undefined && neverReachedProvider(claim.since, clock())) return neverArrived
      return paymentFactFrom(there) ?? authorizationFactFrom(await retryIfAmbiguous<AuthorizeAnswer>(ask(signal)))
    },
    { retry: outageRetryPolicy },
  )
  return record('record what was found out', await declineIfActionRequired(ctx, { ours, answer: found }, services))
}

/** Not in the provider's books long after the last time it can have been asked: there is no such payment. */
const neverArrived: PaymentFact = { status: 'declined', providerReference: null, declineCode: 'never_arrived' }

/** The buyer is not here to prove who they are: an authorization that asks for it is withdrawn, and counts as declined. */
async function declineIfActionRequired<Answer extends PaymentFact | UnknownOutcome>(
  ctx: WorkflowContext,
  { ours, answer }: { ours: OurPayment; answer: Answer | RequiresAction },
  { gateway }: Services,
): Promise<Answer | PaymentFact> {
  if (answer.status !== 'requires_action') return answer
  const { providerReference } = answer
  const key = `withdraw:${providerReference}`
  await ctx.step(
    'withdraw the authorization',
    (_key, signal) => retryIfAmbiguous(gateway.cancel({ ...ours, providerReference }, key, signal)),
    { retry: outageRetryPolicy },
  )
  return { status: 'declined', providerReference, declineCode: 'authentication_required' }
}

/** A purchase of nothing asks no bank. */
function recordNothingToPay(ctx: WorkflowContext, paymentId: string): Promise<PaymentState> {
  return ctx.commit('record that there is nothing to pay', async (tx) => {
    const nothing = { authorized: 0, providerReference: null }
    const payment = await lockPayment(tx, paymentId)
    const recorded = await recordAuthorized(tx, payment, nothing)
    return recorded.payment.status
  })
}

function requestOf(tenantId: string, payment: LockedPayment): Authorize {
  return {
    tenantId,
    purchaseId: payment.purchaseId,
    paymentId: payment.id,
    amount: { amount: payment.amount, currency: payment.currency },
    paymentMethod: payment.paymentMethod,
    description: payment.purchaseNumber,
  }
}
