import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { takeRequestFault } from '../faults.ts'
import type { State } from '../state.ts'
import { storeMail } from './mailbox.ts'

/** Accepts every mail for anyone and keeps it. Faults: a 4xx is temporary, `decline` a 5xx, a timeout never answers. */
export async function startSmtpServer(
  state: State,
  port: number,
): Promise<{ port: number; stop: () => Promise<void> }> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 200,
    size: 5_000_000,
    onData: (stream, session, done) => {
      receive(state, stream, session).then(
        (answer) => {
          if (answer === 'silence') return
          if (answer === 'accepted') done(null)
          else done(answer)
        },
        (error: Error) => done(error),
      )
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
  return {
    port: portOf(server.server.address()),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

type SmtpAnswer = 'accepted' | 'silence' | Error

async function receive(state: State, stream: SMTPServerDataStream, session: SMTPServerSession): Promise<SmtpAnswer> {
  const parsed = await simpleParser(stream)
  const fault = takeRequestFault(state, 'smtp')
  if (fault?.fault === 'latency') await new Promise((resolve) => setTimeout(resolve, fault.latencyMs ?? 1_000))
  if (fault?.fault === 'server_error') return smtpError(451, 'Requested action aborted: try again later')
  if (fault?.fault === 'rate_limit') return smtpError(450, 'Too many messages: try again later')
  if (fault?.fault === 'decline') return smtpError(550, 'Mailbox unavailable')
  if (fault?.fault === 'timeout_before') return 'silence'
  storeMail(state, {
    messageId: parsed.messageId ?? `<${randomUUID()}@sandbox.invalid>`,
    from: parsed.from?.text ?? (session.envelope.mailFrom ? session.envelope.mailFrom.address : ''),
    to: session.envelope.rcptTo.map((recipient) => recipient.address),
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: parsed.html || null,
  })
  return fault?.fault === 'timeout_after_commit' ? 'silence' : 'accepted'
}

function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}

function portOf(address: AddressInfo | string | null): number {
  if (typeof address === 'object' && address) return address.port
  throw new Error('The SMTP server listens on no port')
}
