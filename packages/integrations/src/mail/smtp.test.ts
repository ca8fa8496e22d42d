import { type Sandbox, startSandbox } from '@mainstay/sandbox/sandbox'
import { closedPort } from '@mainstay/sandbox/test/closed-port'
import { readInbox, setFaults } from '@mainstay/sandbox/test/control'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createResilience } from '../resilience.ts'
import { type Mailer, messageIdFor } from './mailer.ts'
import { createSmtpMailer } from './smtp.ts'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})
beforeEach(() => setFaults(sandbox.url, []))
afterAll(() => sandbox.stop())

function mailerTo(port: number, { retriesMax = 0, timeoutMs = 10_000 } = {}): Mailer {
  return createSmtpMailer(
    { host: '127.0.0.1', port, secure: false, from: 'Nordwind <shop@nordwind.test>', timeoutMs },
    createResilience({ retryDelayMs: 1, retriesMax }),
  )
}

function aMail(to: string, effectKey = to) {
  const messageId = messageIdFor(effectKey, 'nordwind.test')
  return { tenantId: 't1', to, subject: 'Hello', text: 'Plain', html: '<p>Rich</p>', messageId }
}

test('a mail arrives with its Message-ID, and a repeat of the effect is recognised as the same mail', async () => {
  const mailer = mailerTo(sandbox.smtpPort)
  const mail = aMail('ada@example.test', 'run-1/confirm')
  expect(await mailer.send(mail)).toEqual({ outcome: 'taken', messageId: mail.messageId })
  await mailer.send(mail)
  expect(await readInbox(sandbox.url, 'ada@example.test')).toMatchObject([
    { messageId: mail.messageId, copies: 2, subject: 'Hello' },
  ])
})

test.each([
  ['server_error', { kind: 'server_error', retryable: true, ambiguous: false }],
  ['rate_limit', { kind: 'rate_limited', retryable: true, ambiguous: false }],
  ['timeout_before', { kind: 'timeout', retryable: true, ambiguous: true }],
  ['timeout_after_commit', { kind: 'timeout', retryable: true, ambiguous: true }],
] as const)('the mail server fails with %s', async (fault, expected) => {
  await setFaults(sandbox.url, [{ operation: 'smtp', fault, times: 1 }])
  const timeoutMs = fault.startsWith('timeout') ? 1_000 : 10_000
  await expect(mailerTo(sandbox.smtpPort, { timeoutMs }).send(aMail(`${fault}@example.test`))).rejects.toMatchObject(
    expected,
  )
})

test('an address that takes no mail is an answer, and names no address', async () => {
  await setFaults(sandbox.url, [{ operation: 'smtp', fault: 'decline', times: 1 }])
  const answer = await mailerTo(sandbox.smtpPort).send(aMail('gone@example.test'))
  expect(answer).toEqual({ outcome: 'refused', reason: expect.stringMatching(/550/) })
})

test('a temporary failure is tried again and the mail arrives once', async () => {
  await setFaults(sandbox.url, [{ operation: 'smtp', fault: 'server_error', times: 1 }])
  await mailerTo(sandbox.smtpPort, { retriesMax: 2 }).send(aMail('bo@example.test'))
  expect(await readInbox(sandbox.url, 'bo@example.test')).toMatchObject([{ copies: 1 }])
})

test('a mail server that is not there has surely not sent the mail', async () => {
  await expect(mailerTo(await closedPort()).send(aMail('cy@example.test'))).rejects.toMatchObject({
    kind: 'unreachable',
    retryable: true,
    ambiguous: false,
  })
})
