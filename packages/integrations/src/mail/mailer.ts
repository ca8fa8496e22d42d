import { createHash } from 'node:crypto'

export type MailMessage = {
  tenantId: string
  to: string
  subject: string
  text: string
  html?: string
  messageId: string
}

export type Mailer = {
  /** Resolves when the server took the mail over; throws `Fault`. A repeat carries the same Message-ID. */
  send: (message: MailMessage, signal?: AbortSignal) => Promise<{ messageId: string }>
}

/** The same effect always has the same Message-ID, so a mail sent twice is recognisable as one. */
export function messageIdFor(effectKey: string, domain: string): string {
  return `<${createHash('sha256').update(effectKey).digest('hex').slice(0, 40)}@${domain}>`
}
