import { minorDigits } from '@mainstay/domain/money/minor-digits'
import type { Money } from '@mainstay/domain/money/money'

export type MailText = { subject: string; text: string; html: string }

/** Money as a buyer reads it in that language: `€12.34`, `12,34 €`. */
export function formatMoney(money: Money, locale: string): string {
  const digits = minorDigits(money.currency)
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: money.currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return format.format(money.amount / 10 ** digits)
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** One line, whatever a name contains: a line break in a subject would start a new header. */
export function subjectLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** One column, inline styles only, readable without images. `rows` are label and amount. */
export function mailHtml(parts: {
  greeting: string
  intro: string
  rows: [string, string][]
  closing: string
}): string {
  const cell = 'padding:8px 0;border-bottom:1px solid #e4e4e7;vertical-align:top'
  const rows = parts.rows
    .map(
      ([label, amount]) =>
        `<tr><td style="${cell}">${escapeHtml(label)}</td><td style="${cell};text-align:right;white-space:nowrap">${escapeHtml(amount)}</td></tr>`,
    )
    .join('')
  const paragraph = (text: string) => `<p style="margin:0 0 16px">${escapeHtml(text)}</p>`
  return `<!doctype html><html><body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#18181b"><div style="max-width:560px;margin:0 auto">${paragraph(parts.greeting)}${paragraph(parts.intro)}<table style="width:100%;border-collapse:collapse;margin:0 0 16px">${rows}</table>${paragraph(parts.closing)}</div></body></html>`
}
