import type { FaultRule } from './faults.ts'
import type { ProviderLedger } from './ledger.ts'
import type { Mail } from './mail/mailbox.ts'
import { inWords } from './stripe/currency.ts'
import type { Dispute, PaymentIntent } from './stripe/objects.ts'
import { paymentMethodNames } from './stripe/payment-methods.ts'

const style = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 15%, transparent); --quiet: color-mix(in srgb, currentColor 62%, transparent) }
* { box-sizing: border-box }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 0 auto; padding: 2rem 1.25rem 4rem }
nav { display: flex; gap: 1.25rem; margin-bottom: 2rem; padding-bottom: .75rem; border-bottom: 1px solid var(--line) }
nav b { margin-right: auto }
h1 { font-size: 1.35rem; margin: 0 0 1rem } h2 { font-size: 1rem; margin: 2.25rem 0 .5rem }
table { width: 100%; border-collapse: collapse } th, td { text-align: left; padding: .45rem .75rem .45rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
th { font-weight: 500; color: var(--quiet); font-size: .85rem } td.number, th.number { text-align: right; font-variant-numeric: tabular-nums }
p.quiet, .quiet { color: var(--quiet) } a { color: inherit; text-underline-offset: 3px }
textarea { width: 100%; min-height: 9rem; font: 13px/1.5 ui-monospace, monospace; padding: .6rem } button { font: inherit; padding: .35rem .9rem; margin-top: .5rem }
code { font: 13px ui-monospace, monospace } pre { white-space: pre-wrap; font: inherit; margin: 0 }
.acts form { display: inline-flex; gap: .35rem; margin: 0 .5rem .25rem 0 } .acts input { font: inherit; padding: .2rem .4rem; width: 6rem } .acts button { margin-top: 0 } .wide { overflow-x: auto }
iframe { width: 100%; height: 32rem; border: 1px solid var(--line); background: white } dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem } dt { color: var(--quiet) } dd { margin: 0 }
`

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

function layout(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)} - sandbox</title><style>${style}</style>
<nav><b>Sandbox</b><a href="/">Control</a><a href="/inbox">Inbox</a><a href="/ledger.json">Ledger</a><a href="/faults">Faults</a></nav>
<main><h1>${escapeHtml(title)}</h1>${body}</main></html>`
}

type Shown = {
  payments: PaymentIntent[]
  disputes: Dispute[]
}

/** The provider's own dashboard, as far as people act in it without the product. */
function dashboard({ payments, disputes }: Shown): string {
  const button = (action: string, words: string, fields: Record<string, string>) =>
    `<form method="post" action="${action}">${Object.entries(fields)
      .map(([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`)
      .join('')}<button>${words}</button></form>`
  const openOf = (intent: PaymentIntent) =>
    disputes.find((dispute) => dispute.payment_intent === intent.id && dispute.status.endsWith('needs_response'))
  const acts = (intent: PaymentIntent) => {
    const open = openOf(intent)
    if (open) {
      return ['won', 'lost']
        .map((outcome) => button('/dashboard/dispute/close', `Dispute ${outcome}`, { dispute: open.id, outcome }))
        .join('')
    }
    if (intent.status === 'requires_capture')
      return button('/dashboard/expire', 'Let it expire', { payment: intent.id })
    if (intent.status !== 'succeeded') return ''
    return `<form method="post" action="/dashboard/refund"><input type="hidden" name="payment" value="${escapeHtml(intent.id)}">
<input name="amount" inputmode="numeric" size="7" placeholder="all" aria-label="Amount in its units"><button>Refund</button></form>${button('/dashboard/dispute', 'Dispute', { payment: intent.id })}`
  }
  const rows = payments
    .map(
      (intent) =>
        `<tr><td><code>${escapeHtml(intent.id)}</code><br><span class="quiet">${escapeHtml(intent.description ?? '')}</span></td><td>${intent.status.replaceAll('_', ' ')}</td><td class="number">${inWords(intent.amount, intent.currency)} ${escapeHtml(intent.currency.toUpperCase())}</td><td class="acts">${acts(intent)}</td></tr>`,
    )
    .join('')
  if (!rows) return ''
  return `<h2>Dashboard</h2><p class="quiet">What people at the provider, the buyer's bank and the clock do without the product. The newest 25; amounts of a refund are in the provider's units.</p>
<div class="wide"><table><tr><th>Payment</th><th>Status</th><th class="number">Amount</th><th>By hand</th></tr>${rows}</table></div>`
}

export function controlPage(
  facts: Shown & {
    ledger: ProviderLedger
    faults: FaultRule[]
    mails: number
    webhooks: Record<string, number>
    webhookUrl: string | undefined
    smtpPort: number
    message: string | undefined
  },
): string {
  const totals = Object.entries(facts.ledger.totals)
    .map(
      ([currency, total]) =>
        `<tr><td>${escapeHtml(currency.toUpperCase())}</td>${[total.captures, inWords(total.captured, currency), inWords(total.fees, currency), total.refunds, inWords(total.refunded, currency), inWords(total.disputed, currency)].map((figure) => `<td class="number">${figure}</td>`).join('')}</tr>`,
    )
    .join('')
  const deliveries = Object.entries(facts.webhooks).map(([status, count]) => `${count} ${status.replace('_', ' ')}`)
  return layout(
    'The outside world in development',
    `<dl><dt>Stripe API</dt><dd>this address, key <code>sk_test_sandbox</code></dd>
<dt>Webhooks to</dt><dd>${facts.webhookUrl ? `<code>${escapeHtml(facts.webhookUrl)}</code>` : 'nowhere'} (${deliveries.join(', ') || 'none yet'})</dd>
<dt>SMTP</dt><dd>port ${facts.smtpPort}, <a href="/inbox">${facts.mails} mails</a></dd>
<dt>Cards</dt><dd>${paymentMethodNames.map((name) => `<code>${name}</code>`).join(' ')}</dd></dl>
<h2>Provider's books</h2>
${totals ? `<table><tr><th>Currency</th><th class="number">Captures</th><th class="number">Captured</th><th class="number">Fees</th><th class="number">Refunds</th><th class="number">Refunded</th><th class="number">Disputed</th></tr>${totals}</table>` : '<p class="quiet">No payment yet.</p>'}
${dashboard(facts)}
<h2>Faults</h2><p class="quiet">A list of rules: operation, fault, times, latencyMs. The first that matches is used up.</p>
${facts.message ? `<p role="status">${escapeHtml(facts.message)}</p>` : ''}
<form method="post" action="/faults"><label class="quiet" for="rules">Rules</label><textarea id="rules" name="rules" spellcheck="false">${escapeHtml(JSON.stringify(facts.faults, null, 2))}</textarea><button>Save faults</button></form>`,
  )
}

export function inboxPage(mails: Mail[]): string {
  const rows = mails
    .map(
      (mail) =>
        `<tr><td><a href="/inbox/${mail.id}">${escapeHtml(mail.subject || '(no subject)')}</a>${mail.copies > 1 ? ` <span class="quiet">received ${mail.copies} times</span>` : ''}</td><td>${escapeHtml(mail.to.join(', '))}</td><td class="quiet">${mail.receivedAt.slice(0, 16).replace('T', ' ')}</td></tr>`,
    )
    .join('')
  const table = `<table><tr><th>Subject</th><th>To</th><th>Received (UTC)</th></tr>${rows}</table>`
  return layout('Inbox', mails.length > 0 ? table : '<p class="quiet">No mail yet.</p>')
}

export function mailPage(mail: Mail): string {
  const body = mail.html
    ? `<iframe title="Mail body" sandbox srcdoc="${escapeHtml(mail.html)}"></iframe><h2>Plain text</h2>`
    : ''
  return layout(
    mail.subject || '(no subject)',
    `<dl><dt>From</dt><dd>${escapeHtml(mail.from)}</dd><dt>To</dt><dd>${escapeHtml(mail.to.join(', '))}</dd>
<dt>Received</dt><dd>${mail.receivedAt}${mail.copies > 1 ? `, ${mail.copies} times` : ''}</dd><dt>Message-ID</dt><dd><code>${escapeHtml(mail.messageId)}</code></dd></dl><hr>${body}<pre>${escapeHtml(mail.text)}</pre>`,
  )
}
