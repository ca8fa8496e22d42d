import type { ReadTx } from '@mainstay/db/postgres/client'
import { getRefundForBuyer } from '@mainstay/db/purchase/confirmation'
import { lockRefund } from '@mainstay/db/refund/refund'
import { claimRefund, recordRefundUnknown, refundUnderWaySince } from '@mainstay/db/refund/send'
import type { RefundFact } from '@mainstay/domain/refund/fact'
import { refundSent } from '@mainstay/integrations/mail/refund-sent'
import * as z from 'zod'
import { Permanent } from './engine/failure.ts'
import { defineWorkflow, type WorkflowContext } from './engine/workflow.ts'
import { mailBuyer } from './mail-buyer.ts'
import {
  orUnknownOutcome,
  outageRetryPolicy,
  retryIfAmbiguous,
  type UnknownOutcome,
  whileKeyIsValid,
} from './provider-call.ts'
import { type RefundTold, recordRefund, refundFactFrom, refundFactTold } from './refund-fact.ts'
import type { Services } from './services.ts'

/**
 * Sends an approved refund: claims it, asks the provider once per attempt, records what became of it and tells the
 * buyer. A "no" leaves the refund failed with a person; nothing promised to the buyer is taken back by itself.
 */
export const payRefund = defineWorkflow(
  { name: 'pay-refund', version: 1, input: z.object({ refundId: z.uuid() }), lane: 'money' },
  async (ctx, { refundId }, services: Services) => {
    const claim = await claimSending(ctx, refundId)
    if (claim.outcome === 'already_sent') return { outcome: claim.outcome }

    const outcome = await send(ctx, { refundId, ...claim }, services)
    if (outcome !== 'failed') {
      const { purchaseId } = claim.request
      await mailBuyer(
        ctx,
        { purchaseId, effectKey: `${claim.key}:sent`, compose: refundMail(refundId, services) },
        services,
      )
    }
    return { outcome }
  },
)

type Claim = {
  outcome: 'claimed'
  request: {
    tenantId: string
    refundId: string
    paymentId: string
    purchaseId: string
    providerReference: string
    amount: { amount: number; currency: string }
  }
  key: string
  /** Of an attempt before this one: the provider's list has it too. */
  earlier: string | null
  since: string
}

function claimSending(ctx: WorkflowContext, refundId: string): Promise<Claim | { outcome: 'already_sent' }> {
  return ctx.commit('claim refund', async (tx) => {
    const claimed = await claimRefund(tx, await lockRefund(tx, refundId))
    const since = claimed.outcome === 'already_applied' ? await refundUnderWaySince(tx, claimed.refund) : tx.act.at
    if (since === undefined) return { outcome: 'already_sent' }
    const { refund } = claimed
    const { payment } = refund.books
    if (claimed.outcome === 'contradicted' || payment.providerReference === null) {
      throw new Permanent(`the payment is ${payment.status} and has no such amount to give back`)
    }
    const request = {
      tenantId: tx.tenantId,
      refundId,
      paymentId: payment.id,
      purchaseId: refund.purchase.id,
      providerReference: payment.providerReference,
      amount: refund.amount,
    }
    const key = `refund:${refundId}:${refund.attempt}`
    return {
      outcome: 'claimed',
      request,
      key,
      earlier: refund.stored.providerRefundReference,
      since: since.toISOString(),
    }
  })
}

/** Asks for the money to be sent, and answers once it is known what became of it. */
async function send(
  ctx: WorkflowContext,
  { refundId, request, key, earlier, since }: Claim & { refundId: string },
  services: Services,
): Promise<string> {
  const { gateway, clock } = services
  const ask = async (signal: AbortSignal): Promise<RefundFact> =>
    refundFactFrom(await whileKeyIsValid({ since, now: clock() }, () => gateway.refund(request, key, signal)))
  const record = (name: string, answer: RefundTold | UnknownOutcome) =>
    ctx.commit(name, async (tx) => {
      const refund = await lockRefund(tx, refundId)
      const recorded =
        answer.status === 'unknown'
          ? await recordRefundUnknown(tx, refund, answer.reason)
          : await recordRefund(tx, refund, refundFactTold(answer))
      return recorded.refund.status
    })

  const answer = await ctx.step('ask the provider', (_key, signal) => orUnknownOutcome(ask(signal)), {
    retry: outageRetryPolicy,
  })
  const status = await record('record refund', answer)
  if (status !== 'unknown') return status

  const found = await ctx.step(
    'find out about the refund',
    async (_key, signal) => {
      const refunds = await gateway.listRefunds({ ...request, currency: request.amount.currency }, signal)
      const known = refunds.find((refund) => refund.refundId === refundId)
      const isOfThisAttempt = known !== undefined && known.reference !== earlier
      return isOfThisAttempt ? refundFactFrom(known.answer) : retryIfAmbiguous(ask(signal))
    },
    { retry: outageRetryPolicy },
  )
  return record('record what was found out of the refund', found)
}

function refundMail(refundId: string, { config }: Services) {
  return async (tx: ReadTx) => {
    const { buyerEmail, ...refund } = await getRefundForBuyer(tx, refundId)
    return { to: buyerEmail, mail: refundSent({ ...refund, locale: config.mailLocale }) }
  }
}
