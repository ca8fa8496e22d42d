import { wireEmail } from '@mainstay/domain/text/email'
import nodemailer from 'nodemailer'
import { Fault, type FaultFacts } from '../fault.ts'
import type { Resilience } from '../resilience.ts'
import type { Mailer } from './mailer.ts'

export type SmtpConfig = {
  host: string
  port: number
  /** TLS from the first byte (port 465); otherwise STARTTLS when the server offers it. */
  secure: boolean
  user?: string
  password?: string
  from: string
  timeoutMs?: number
}

export function createSmtpMailer(config: SmtpConfig, resilience: Resilience): Mailer {
  const waitMs = config.timeoutMs ?? 10_000
  const transport = nodemailer.createTransport({
    host: config.host,
    port: config.port,
    secure: config.secure,
    ...(config.user && config.password ? { auth: { user: config.user, pass: config.password } } : {}),
    connectionTimeout: waitMs,
    greetingTimeout: waitMs,
    socketTimeout: waitMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    send: ({ tenantId, ...message }, signal) => {
      const address = wireEmail(message.to)
      if (address === undefined)
        return Promise.resolve({ outcome: 'refused', reason: 'the address is none that mail can be sent to' })
      return resilience.call(
        {
          tenantId,
          provider: 'smtp',
          host: `${config.host}:${config.port}`,
          operation: 'send',
          effect: 'write',
          signal,
        },
        async () => {
          try {
            // As an object, so that nothing in an address is read as a name, a comment or a second address.
            await transport.sendMail({ from: config.from, ...message, to: { name: '', address } })
            return { outcome: 'taken', messageId: message.messageId }
          } catch (error) {
            if (!isRefusedForGood(error)) throw faultFromSmtp(error)
            return { outcome: 'refused', reason: error.message.replaceAll(address, 'the address') }
          }
        },
      )
    },
  }
}

/** The receiving side said 5xx to the address or to the mail. What it says before that, of who we are, is ours to mend. */
function isRefusedForGood(error: unknown): error is Error {
  if (!(error instanceof Error) || !('responseCode' in error) || !('command' in error)) return false
  return Number(error.responseCode) >= 500 && (error.command === 'RCPT TO' || error.command === 'DATA')
}

/** RFC 5321: 4xx may be tried again, 5xx never. A connection lost later than its opening leaves open what happened. */
function faultFromSmtp(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const fault = (facts: Pick<FaultFacts, 'kind' | 'retryable' | 'ambiguous'>) =>
    new Fault({ provider: 'smtp', operation: 'send', ...facts }, error.message, { cause: error })
  const reply = 'responseCode' in error ? Number(error.responseCode) : 0
  if (reply >= 500) return fault({ kind: 'rejected', retryable: false, ambiguous: false })
  if (reply === 421 || reply === 450) return fault({ kind: 'rate_limited', retryable: true, ambiguous: false })
  if (reply >= 400) return fault({ kind: 'server_error', retryable: true, ambiguous: false })

  const code = 'code' in error ? String(error.code) : ''
  if (rejectedUnsent.has(code)) return fault({ kind: 'rejected', retryable: false, ambiguous: false })
  if (neverOpened(error, code)) return fault({ kind: 'unreachable', retryable: true, ambiguous: false })
  return fault({ kind: code === 'ETIMEDOUT' ? 'timeout' : 'unreachable', retryable: true, ambiguous: true })
}

const rejectedUnsent = new Set(['EAUTH', 'EENVELOPE', 'EMESSAGE', 'ECONFIG'])

/** The library names the command CONN for losses at any moment, so only these signs count. */
function neverOpened(error: Error, code: string): boolean {
  if (code === 'EDNS' || code === 'ETLS') return true
  if ('syscall' in error && error.syscall === 'connect') return true
  const timedOut = 'timeoutType' in error ? String(error.timeoutType) : ''
  return timedOut === 'CONNECTION_TIMEOUT' || timedOut === 'GREETING_TIMEOUT'
}
