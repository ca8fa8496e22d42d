import type { State } from '../state.ts'

export type Mail = {
  id: number
  messageId: string
  from: string
  to: string[]
  subject: string
  text: string
  html: string | null
  receivedAt: string
  /** How often a mail with this Message-ID arrived; the list shows it once. */
  copies: number
}

export function storeMail(state: State, mail: Omit<Mail, 'id' | 'receivedAt' | 'copies'>): void {
  state.db
    .prepare(
      `insert into mail (message_id, recipients, sender, subject, text, html, received_at) values (?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(mail.messageId, JSON.stringify(mail.to), mail.from, mail.subject, mail.text, mail.html, Date.now())
}

/** Newest first, one entry per Message-ID. */
export function listMail(state: State, recipient?: string): Mail[] {
  return state.db
    .prepare(
      `select min(id) as id, count(*) as copies, message_id, recipients, sender, subject, text, html,
              min(received_at) as received_at
         from mail
        where ? is null or exists (select 1 from json_each(mail.recipients) where lower(value) = lower(?))
        group by message_id order by id desc`,
    )
    .all(recipient ?? null, recipient ?? null)
    .map(mailFromRow)
}

export function findMail(state: State, id: number): Mail | undefined {
  return listMail(state).find((mail) => mail.id === id)
}

function mailFromRow(row: Record<string, unknown>): Mail {
  return {
    id: Number(row.id),
    messageId: String(row.message_id),
    from: String(row.sender),
    to: JSON.parse(String(row.recipients)) as string[],
    subject: String(row.subject),
    text: String(row.text),
    html: typeof row.html === 'string' ? row.html : null,
    receivedAt: new Date(Number(row.received_at)).toISOString(),
    copies: Number(row.copies),
  }
}
