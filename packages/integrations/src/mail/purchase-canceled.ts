import { type MailText, mailHtml, subjectLine } from './layout.ts'

/** Why a purchase ended without a payment, as its buyer is told. */
export type CanceledBecause = 'declined' | 'lapsed' | 'asked' | 'sold_out' | 'not_charged'

export type PurchaseCanceled = {
  shopName: string
  buyerName: string
  purchaseNumber: string
  because: CanceledBecause
}

const reasons: Record<CanceledBecause, string> = {
  declined: 'the payment was declined',
  lapsed: 'it was not paid in time',
  asked: 'we were asked to',
  sold_out: 'what you ordered is no longer there',
  not_charged: 'the payment could not be taken',
}

export function purchaseCanceled(purchase: PurchaseCanceled): MailText {
  const greeting = `Hello ${purchase.buyerName},`
  const intro = `we have canceled your purchase ${purchase.purchaseNumber}, because ${reasons[purchase.because]}.`
  const closing = `You were not charged. Money that your bank holds for it is free again within a few days. ${purchase.shopName}`
  return {
    subject: subjectLine(`Your purchase ${purchase.purchaseNumber} at ${purchase.shopName} was canceled`),
    text: [greeting, '', intro, '', closing].join('\n'),
    html: mailHtml({ greeting, intro, rows: [], closing }),
  }
}
