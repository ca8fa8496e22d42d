import nodemailer from 'nodemailer'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readInbox, setFaults } from '../test/control.ts'
import { type Sandbox, startSandbox } from './sandbox.ts'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})
beforeEach(() => setFaults(sandbox.url, []))
afterAll(() => sandbox.stop())

type Message = { to: string; subject?: string; messageId?: string; html?: string }

function send(message: Message, socketTimeout = 10_000) {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port: sandbox.smtpPort, socketTimeout })
  return transport.sendMail({
    from: 'Nordwind <shop@nordwind.test>',
    subject: 'Hello',
    text: 'Plain words',
    ...message,
  })
}

test('a mail can be read in the inbox, as a page and as JSON', async () => {
  await send({ to: 'ada@example.test', subject: 'Your purchase <1>', html: '<p>Rich <b>words</b></p>' })
  const [mail] = await readInbox(sandbox.url, 'ADA@example.test')
  expect(mail).toMatchObject({ subject: 'Your purchase <1>', to: ['ada@example.test'], copies: 1 })
  expect(mail?.text).toContain('Plain words')
  const list = await (await fetch(`${sandbox.url}/inbox`)).text()
  expect(list).toContain('Your purchase &#60;1&#62;')
  const page = await (await fetch(`${sandbox.url}/inbox/${mail?.id}`)).text()
  expect(page).toContain('Plain words')
  expect(page).toContain('srcdoc="&#60;p&#62;Rich')
})

test('a mail sent twice under one Message-ID is shown once', async () => {
  await send({ to: 'bo@example.test', messageId: '<effect-1@nordwind.test>' })
  await send({ to: 'bo@example.test', messageId: '<effect-1@nordwind.test>' })
  await send({ to: 'bo@example.test', messageId: '<effect-2@nordwind.test>' })
  const mails = await readInbox(sandbox.url, 'bo@example.test')
  expect(mails.map((mail) => [mail.messageId, mail.copies])).toEqual([
    ['<effect-2@nordwind.test>', 1],
    ['<effect-1@nordwind.test>', 2],
  ])
})

test.each([
  ['server_error', 451, 0],
  ['decline', 550, 0],
  ['timeout_before', undefined, 0],
  ['timeout_after_commit', undefined, 1],
] as const)('with the fault %s the sender sees %s and %i mails arrive', async (fault, responseCode, arrived) => {
  const to = `${fault}@example.test`
  await setFaults(sandbox.url, [{ operation: 'smtp', fault, times: 1 }])
  const error = await send({ to }, fault.startsWith('timeout') ? 1_000 : 10_000).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(Error)
  expect(error instanceof Error && 'responseCode' in error ? error.responseCode : undefined).toBe(responseCode)
  expect(await readInbox(sandbox.url, to)).toHaveLength(arrived)
})

test('the control page saves faults and refuses what it cannot read', async () => {
  const rules = '[{"operation":"smtp","fault":"decline","times":2}]'
  const saved = await fetch(`${sandbox.url}/faults`, { method: 'POST', body: new URLSearchParams({ rules }) })
  expect(saved.status).toBe(200)
  expect(await (await fetch(`${sandbox.url}/faults`)).json()).toEqual(JSON.parse(rules))
  const refused = await fetch(`${sandbox.url}/faults`, {
    method: 'POST',
    body: new URLSearchParams({ rules: '[{"operation":"moon"}]' }),
  })
  expect(refused.status).toBe(400)
  expect(await (await fetch(`${sandbox.url}/faults`)).json()).toEqual(JSON.parse(rules))
})
