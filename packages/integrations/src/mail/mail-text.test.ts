import { money } from '@mainstay/domain/money/money'
import { expect, test } from 'vitest'
import { formatMoney } from './layout.ts'
import { purchaseCanceled } from './purchase-canceled.ts'
import { purchaseConfirmation } from './purchase-confirmation.ts'
import { refundSent } from './refund-sent.ts'

const purchase = {
  shopName: 'Nordwind Supply',
  buyerName: 'Ada <script>',
  purchaseNumber: 'NW-7K3M9QXA',
  lines: [
    { description: 'Work gloves, size 9', quantity: 3, amount: money(5_997, 'EUR') },
    { description: 'Bits & pieces', quantity: 1, amount: money(1_200_00, 'EUR') },
  ],
  shipping: money(490, 'EUR'),
  total: money(126_487, 'EUR'),
  locale: 'en-IE',
}

test('a confirmation names the purchase, every line and the total, as text and as HTML', () => {
  const { subject, text, html } = purchaseConfirmation(purchase)
  expect(subject).toBe('Your purchase NW-7K3M9QXA at Nordwind Supply')
  for (const expected of ['3 × Work gloves, size 9', '€59.97', 'Shipping', '€4.90', 'Total', '€1,264.87']) {
    expect(text).toContain(expected)
    expect(html).toContain(expected)
  }
})

test('what a buyer or seller typed cannot become markup or a header', () => {
  const { html } = purchaseConfirmation(purchase)
  expect(html).not.toContain('<script>')
  expect(html).toContain('Bits &#38; pieces')
  expect(purchaseConfirmation({ ...purchase, shopName: 'Shop\r\nBcc: all@example.test' }).subject).not.toMatch(/[\r\n]/)
})

test('a refund mail says how much comes back and for what', () => {
  const { subject, text, html } = refundSent({ ...purchase, amount: money(2_000, 'EUR') })
  expect(subject).toBe('Your refund of €20.00 for NW-7K3M9QXA')
  expect(text).toContain('€20.00')
  expect(html).toContain('NW-7K3M9QXA')
})

test.each([
  [money(1_234, 'JPY'), 'en-IE', /1,234$/],
  [money(1_234, 'KWD'), 'en-IE', /1\.234$/],
  [money(-5, 'EUR'), 'en-IE', /^-€0\.05$/],
  [money(123_456, 'EUR'), 'de-DE', /^1\.234,56/],
])('%o reads right in %s', (amount, locale, expected) => {
  expect(formatMoney(amount, locale)).toMatch(expected)
})

test('a mail about a purchase that ended says why, and that nothing was charged', () => {
  const { shopName, buyerName, purchaseNumber } = purchase
  const { subject, text, html } = purchaseCanceled({ shopName, buyerName, purchaseNumber, because: 'lapsed' })
  expect(subject).toBe('Your purchase NW-7K3M9QXA at Nordwind Supply was canceled')
  expect(text).toContain('it was not paid in time')
  expect(text).toContain('You were not charged')
  expect(html).not.toContain('<script>')
})
