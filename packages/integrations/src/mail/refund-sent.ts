import type { Money } from '@mainstay/domain/money/money'
import { formatMoney, type MailText, mailHtml, subjectLine } from './layout.ts'

export type RefundSent = {
  shopName: string
  buyerName: string
  purchaseNumber: string
  amount: Money
  locale: string
}

export function refundSent(refund: RefundSent): MailText {
  const amount = formatMoney(refund.amount, refund.locale)
  const greeting = `Hello ${refund.buyerName},`
  const intro = `we have sent ${amount} of your purchase ${refund.purchaseNumber} back to the card you paid with.`
  const closing = `It takes your bank five to ten working days to show it. ${refund.shopName}`
  return {
    subject: subjectLine(`Your refund of ${amount} for ${refund.purchaseNumber}`),
    text: [greeting, '', intro, '', closing].join('\n'),
    html: mailHtml({ greeting, intro, rows: [[`Refund, ${refund.purchaseNumber}`, amount]], closing }),
  }
}
