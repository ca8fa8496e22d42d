import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { type Sandbox, startSandbox } from '@mainstay/sandbox/sandbox'
import { closedPort } from '@mainstay/sandbox/test/closed-port'
import { readInbox, setFaults } from '@mainstay/sandbox/test/control'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import * as z from 'zod'
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

/** Stands before a mail server and keeps what it is told. */
async function recordedWire(port: number) {
  const heard: Buffer[] = []
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1')
    client.on('data', (bytes: Buffer) => heard.push(bytes))
    client.pipe(upstream).pipe(client)
    client.on('error', () => upstream.destroy())
    upstream.on('error', () => client.destroy())
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    port: z.object({ port: z.int() }).parse(server.address()).port,
    said: () => Buffer.concat(heard).toString('utf8'),
    close: () => new Promise((resolve) => server.close(resolve)),
  }
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

test.each([
  ['info@bücher.example', 'RCPT TO:<info@xn--bcher-kva.example>'],
  ['info@例え.テスト', 'RCPT TO:<info@xn--r8jz45g.xn--zckzah>'],
  ['a&b@firma.example', 'RCPT TO:<a&b@firma.example>'],
  ["o'neil+orders@firma.example", "RCPT TO:<o'neil+orders@firma.example>"],
  ['a.b.@docomo.example', 'RCPT TO:<"a.b."@docomo.example>'],
])('a mail to %s asks the server for %s and arrives', async (to, asked) => {
  const wire = await recordedWire(sandbox.smtpPort)
  const mail = aMail(to)
  expect(await mailerTo(wire.port).send(mail)).toMatchObject({ outcome: 'taken' })
  await wire.close()
  const said = wire.said().split('\r\n')
  expect(said.filter((line) => line.startsWith('RCPT'))).toEqual([asked])
  expect(said.find((line) => line.startsWith('MAIL FROM'))).not.toContain('SMTPUTF8')
  const inbox = await readInbox(sandbox.url, asked.includes('"') ? '"a.b."@docomo.example' : to)
  expect(inbox).toMatchObject([{ messageId: mail.messageId, copies: 1 }])
})

test.each(['jörg@firma.example', 'a@firma.example, b@firma.example', 'nobody'])(
  'no mail is sent to %s, which no server takes',
  async (to) => {
    expect(await mailerTo(sandbox.smtpPort).send(aMail(to))).toMatchObject({ outcome: 'refused' })
    expect(await readInbox(sandbox.url, to)).toEqual([])
  },
)

test('a mail server that is not there has surely not sent the mail', async () => {
  await expect(mailerTo(await closedPort()).send(aMail('cy@example.test'))).rejects.toMatchObject({
    kind: 'unreachable',
    retryable: true,
    ambiguous: false,
  })
})
