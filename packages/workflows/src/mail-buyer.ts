import type { ReadTx } from '@mainstay/db/postgres/client'
import { getPurchaseForBuyer, recordMailRefused } from '@mainstay/db/purchase/confirmation'
import type { MailText } from '@mainstay/integrations/mail/layout'
import { messageIdFor } from '@mainstay/integrations/mail/mailer'
import { type CanceledBecause, purchaseCanceled } from '@mainstay/integrations/mail/purchase-canceled'
import { purchaseConfirmation } from '@mainstay/integrations/mail/purchase-confirmation'
import type { RetryPolicy, WorkflowContext } from './engine/workflow.ts'
import type { Services } from './services.ts'

/** About two hours; then a person looks at what became of the mail. */
const mailRetryPolicy: RetryPolicy = { limit: 12, baseMs: 1000, maxMs: 3_600_000 }

type MailToBuyer = {
  purchaseId: string
  /** The same for every sending of this mail: a repeat carries the same Message-ID. */
  effectKey: string
  /** Reads as it is sent, so that the address stays out of the journal. */
  compose: (tx: ReadTx) => Promise<{ to: string; mail: MailText }>
}

/** Mails the buyer. An address that takes no mail is a fact about the purchase, and holds no run. */
export async function mailBuyer(
  ctx: WorkflowContext,
  { purchaseId, effectKey, compose }: MailToBuyer,
  services: Services,
): Promise<void> {
  const { tenantId } = ctx.run
  const answer = await ctx.step(
    'tell the buyer',
    async (_key, signal) => {
      const { to, mail } = await services.read(tenantId, compose)
      const messageId = messageIdFor(effectKey, services.config.mailDomain)
      return services.mailer.send({ tenantId, to, messageId, ...mail }, signal)
    },
    { retry: mailRetryPolicy },
  )
  // Null where a person has skipped the step.
  if (answer?.outcome !== 'refused') return
  await ctx.commit('record that the mail was refused', (tx) => recordMailRefused(tx, purchaseId, answer.reason))
}

/** Confirms a paid purchase. */
export function mailConfirmation(ctx: WorkflowContext, purchaseId: string, services: Services): Promise<void> {
  const compose = async (tx: ReadTx) => {
    const purchase = await getPurchaseForBuyer(tx, purchaseId)
    const money = (amount: number) => ({ amount, currency: purchase.currency })
    const mail = purchaseConfirmation({
      shopName: purchase.shopName,
      buyerName: purchase.buyerName,
      purchaseNumber: purchase.number,
      lines: purchase.lines.map(({ title, quantity, amount }) => ({
        description: title,
        quantity,
        amount: money(amount),
      })),
      shipping: money(purchase.shipping),
      total: money(purchase.total),
      locale: services.config.mailLocale,
    })
    return { to: purchase.buyerEmail, mail }
  }
  return mailBuyer(ctx, { purchaseId, effectKey: `purchase:${purchaseId}:confirmation`, compose }, services)
}

/** Says that the purchase is over and nothing was charged. Whoever says it and however often, it is one mail. */
export function mailCancellation(
  ctx: WorkflowContext,
  { purchaseId, because }: { purchaseId: string; because: CanceledBecause },
  services: Services,
): Promise<void> {
  const compose = async (tx: ReadTx) => {
    const { shopName, buyerName, buyerEmail, number } = await getPurchaseForBuyer(tx, purchaseId)
    return { to: buyerEmail, mail: purchaseCanceled({ shopName, buyerName, purchaseNumber: number, because }) }
  }
  return mailBuyer(ctx, { purchaseId, effectKey: `purchase:${purchaseId}:canceled`, compose }, services)
}
