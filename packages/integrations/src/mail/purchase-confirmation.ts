import type { Money } from '@mainstay/domain/money/money'
import { formatMoney, type MailText, mailHtml, subjectLine } from './layout.ts'

export type PurchaseConfirmation = {
  shopName: string
  buyerName: string
  purchaseNumber: string
  lines: { description: string; quantity: number; amount: Money }[]
  shipping: Money
  total: Money
  locale: string
}

export function purchaseConfirmation(purchase: PurchaseConfirmation): MailText {
  const money = (amount: Money) => formatMoney(amount, purchase.locale)
  const rows: [string, string][] = [
    ...purchase.lines.map(({ description, quantity, amount }): [string, string] => [
      `${quantity} × ${description}`,
      money(amount),
    ]),
    ['Shipping', money(purchase.shipping)],
    ['Total', money(purchase.total)],
  ]
  const greeting = `Hello ${purchase.buyerName},`
  const intro = `thank you for your purchase ${purchase.purchaseNumber}. This is what you ordered:`
  const closing = `We write again when it is on its way. ${purchase.shopName}`
  return {
    subject: subjectLine(`Your purchase ${purchase.purchaseNumber} at ${purchase.shopName}`),
    text: [greeting, '', intro, '', ...rows.map(([label, amount]) => `${label}: ${amount}`), '', closing].join('\n'),
    html: mailHtml({ greeting, intro, rows, closing }),
  }
}
