import { getPurchaseForBuyer } from '@mainstay/db/purchase-confirmation'
import { messageIdFor } from '@mainstay/integrations/mail/mailer'
import { purchaseConfirmation } from '@mainstay/integrations/mail/purchase-confirmation'
import type { RetryPolicy, WorkflowContext } from './engine/workflow.ts'
import type { Services } from './services.ts'

/** About two hours; then a person looks at what became of the mail. */
export const whileMailIsDown: RetryPolicy = { limit: 12, baseMs: 1000, maxMs: 3_600_000 }

/** Confirms a paid purchase to its buyer. A repeat carries the same Message-ID; the address stays out of the journal. */
export async function tellBuyer(ctx: WorkflowContext, purchaseId: string, services: Services): Promise<void> {
  const { tenantId } = ctx.run
  const { mailDomain, mailLocale } = services.config
  await ctx.step(
    'tell the buyer',
    async (_key, signal) => {
      const purchase = await services.read(tenantId, (tx) => getPurchaseForBuyer(tx, purchaseId))
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
        locale: mailLocale,
      })
      const messageId = messageIdFor(`purchase:${purchaseId}:confirmation`, mailDomain)
      return services.mailer.send({ tenantId, to: purchase.buyerEmail, messageId, ...mail }, signal)
    },
    { retry: whileMailIsDown },
  )
}
