import { expect, test } from 'vitest'
import { createLogger } from './logger.ts'
import { runWithRequestContext } from './request-context.ts'

function recording() {
  const lines: string[] = []
  return { lines, logger: createLogger('test', { write: (line) => lines.push(line) }) }
}

test.each([
  ['a password deep inside a body', { request: { body: [{ user: { password: 'hunter-2' } }] } }, 'hunter-2'],
  ['a session cookie', { headers: { cookie: 'session=abc.def' } }, 'abc.def'],
  ['an authorization header', { headers: { Authorization: 'abc-credential' } }, 'abc-credential'],
  ['an access token by suffix', { access_token: 'tok-991' }, 'tok-991'],
  ['a card', { payment: { card: { number: '4000056655665556', cvc: '737' } } }, '737'],
  ['a webhook secret', { webhookSecret: 'whatever-1' }, 'whatever-1'],
])('%s never reaches the log', (_what, record, secret) => {
  const { lines, logger } = recording()
  logger.info(record, 'received')
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('received')
  expect(lines[0]).not.toContain(secret)
})

test.each([
  ['the provider key', 'call failed for sk_live_9aZ8b7', 'sk_live_9aZ8b7'],
  ['a bearer token', 'sent Bearer eyJhbGciOi.J9abc', 'eyJhbGciOi.J9abc'],
  ['the password of a database address', 'connecting postgres://app:s3cret@db:5432/x', 's3cret'],
  ['a card number', 'buyer typed 4242 4242 4242 4242 into the note', '4242 4242'],
])('%s written into a message never reaches the log', (_what, message, secret) => {
  const { lines, logger } = recording()
  logger.warn(message)
  logger.error({ err: new Error(message) }, 'failed')
  expect(lines).toHaveLength(2)
  expect(lines.join('')).not.toContain(secret)
})

test('an error keeps its name, message and stack, but not the secrets it carries', () => {
  const { lines, logger } = recording()
  logger.error({ err: Object.assign(new Error('provider said no'), { headers: { authorization: 'abc-1' } }) }, 'x')
  expect(lines[0]).toContain('provider said no')
  expect(lines[0]).toContain('logger.test.ts')
  expect(lines[0]).not.toContain('abc-1')
})

test('ids that only look numeric stay readable', () => {
  const { lines, logger } = recording()
  logger.info({ tenantId: '0198c0de-4242-7424-8424-242424242424', amount: 4242424242424 }, 'kept')
  expect(lines[0]).toContain('0198c0de-4242-7424-8424-242424242424')
  expect(lines[0]).toContain('4242424242424')
})

test('a child logger keeps secrets out of its bindings', () => {
  const { lines, logger } = recording()
  logger.child({ token: 'abc-77', run: 'r1' }).info('step')
  expect(lines[0]).toContain('"run":"r1"')
  expect(lines[0]).not.toContain('abc-77')
})

test('lines written while a request runs carry its id, and others do not', async () => {
  const { lines, logger } = recording()
  await runWithRequestContext({ requestId: 'req-1' }, async () => {
    await Promise.resolve()
    logger.info('inside')
  })
  logger.info('outside')
  expect(lines[0]).toContain('"requestId":"req-1"')
  expect(lines[1]).not.toContain('req-1')
})
