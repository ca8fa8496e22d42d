import { createHash } from 'node:crypto'

export type MailMessage = {
  tenantId: string
  to: string
  subject: string
  text: string
  html?: string
  messageId: string
}

/** `refused`: no server will ever take this mail for this address. The reason does not name the address. */
export type MailAnswer = { outcome: 'taken'; messageId: string } | { outcome: 'refused'; reason: string }

export type Mailer = {
  /** Answers when the server has decided; a failing world is a thrown `Fault`. A repeat carries the same Message-ID. */
  send: (message: MailMessage, signal?: AbortSignal) => Promise<MailAnswer>
}

/** The same effect always has the same Message-ID, so a mail sent twice is recognisable as one. */
export function messageIdFor(effectKey: string, domain: string): string {
  return `<${createHash('sha256').update(effectKey).digest('hex').slice(0, 40)}@${domain}>`
}
