import { appendEvent } from '@mainstay/db/outbox/outbox'
import { NotFound } from '@mainstay/db/postgres/not-found'
import { Refused } from '@mainstay/domain/command/decision'
import { Moment } from '@mainstay/domain/command/written'
import { Fault } from '@mainstay/integrations/fault'
import { fastify } from 'fastify'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { type TestApi, testApi } from '../../test/api.ts'
import { authenticated } from './context.ts'
import { openApiDocument } from './open-api.ts'
import { serveRest } from './rest.ts'
import { can, publicProcedure, router } from './trpc.ts'

const why = 'a contract test'
const Empty = z.object({})

/** One procedure for each thing the facade promises, whatever the business is. */
const contract = router({
  echo: router({
    list: publicProcedure(why, { summary: 'Echo a query', rest: { method: 'GET', path: '/echoes/{echoId}' } })
      .input(
        z.strictObject({
          echoId: z.uuid(),
          from: Moment.optional(),
          limit: z.int().min(1).max(200).default(20),
          statuses: z.array(z.string()).optional(),
          overdue: z.boolean().optional(),
        }),
      )
      .output(
        z.strictObject({
          echoId: z.uuid(),
          from: z.date().optional(),
          limit: z.int(),
          statuses: z.array(z.string()).optional(),
          overdue: z.boolean().optional(),
        }),
      )
      .query(({ input }) => input),
    fail: publicProcedure(why, { summary: 'Fail in some way', rest: { method: 'POST', path: '/echoes/fail' } })
      .input(z.strictObject({ how: z.enum(['refused', 'not found', 'fault', 'bug', 'sql']) }))
      .output(Empty)
      .mutation(async ({ ctx, input: { how } }) => {
        if (how === 'refused') throw new Refused(Object.assign({ code: 'echo.too_loud' as const }, { loudest: 11 }))
        if (how === 'not found') throw new NotFound('echo')
        if (how === 'fault')
          throw new Fault(
            {
              kind: 'timeout',
              retryable: true,
              ambiguous: false,
              provider: 'stripe',
              operation: 'x',
              retryAfterMs: 7000,
            },
            'sk_live_secret',
          )
        if (how === 'sql') await ctx.db.pool.query('select * from a_table_that_is_not_there')
        throw new Error('secret: the password of the database')
      }),
    wrongAnswer: publicProcedure(why, { summary: 'Answer wrongly', rest: { method: 'GET', path: '/echoes/wrong' } })
      .input(Empty.optional())
      .output(z.object({ secret: z.string().max(1) }))
      .query(() => ({ secret: 'not to be seen' })),
  }),
  refund: router({
    request: can('refund.request', { summary: 'Save something', rest: { method: 'POST', path: '/saved' } })
      .input(z.strictObject({ text: z.string() }))
      .output(z.object({ id: z.string(), at: z.date(), by: z.string(), allowedBy: z.string() }))
      .mutation(({ ctx, input }) =>
        ctx.commit(async (tx) => {
          const id = v7()
          await appendEvent(tx, {
            type: 'test.saved',
            version: 1,
            subject: { type: 'test', id, version: 1 },
            data: input,
          })
          return { id, at: ctx.now, by: ctx.actor.name, allowedBy: ctx.allowedBy }
        }),
      ),
  }),
})

let api: TestApi
const app = fastify()
beforeAll(async () => {
  api = await testApi()
  serveRest(app, contract, (request) => {
    const now = new Date('2026-11-22T12:00:00.123Z')
    const { authorization, 'idempotency-key': key } = request.headers
    return {
      db: api.database.rw,
      ro: api.database.ro,
      now,
      requestId: request.id,
      cursorSecret: 'x',
      origin: { ip: null, userAgent: null },
      idempotencyKey: typeof key === 'string' ? key : undefined,
      sessionCookie: { token: undefined, put: () => {}, remove: () => {} },
      deviceCookie: { put: () => {} },
      authenticate: () => authenticated(api.database.rw, { authorization, cookie: request.headers.cookie, now }),
    }
  })
})
afterAll(async () => {
  await app.close()
  await api.close()
})

const id = '0198c0de-4242-7424-8424-242424242424'
const get = (url: string) => app.inject({ method: 'GET', url })
const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url, payload, headers })

test('dates, numbers, flags and lists are read from a query, and dates are written as ISO 8601', async () => {
  const answer = await get(`/echoes/${id}?from=2026-11-22T12:00:00Z&limit=5&statuses=held&overdue=true`)
  expect(answer.json()).toEqual({
    echoId: id,
    from: '2026-11-22T12:00:00.000Z',
    limit: 5,
    statuses: ['held'],
    overdue: true,
  })
  expect((await get(`/echoes/${id}?statuses=a&statuses=b`)).json()).toMatchObject({ limit: 20, statuses: ['a', 'b'] })
})

test('input that is not valid is a problem with a pointer for each field', async () => {
  const answer = await get(`/echoes/junk?limit=many`)
  expect(answer.statusCode).toBe(400)
  expect(answer.headers['content-type']).toContain('application/problem+json')
  const { errors, ...problem } = answer.json()
  expect(problem).toMatchObject({ type: 'about:blank', status: 400, code: 'bad_request' })
  expect(errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(['/echoId', '/limit'])
})

test('a refusal is 409 with its code and facts', async () => {
  const answer = await post('/echoes/fail', { how: 'refused' })
  expect(answer.statusCode).toBe(409)
  expect(answer.json()).toMatchObject({
    type: 'urn:mainstay:refusal:echo.too_loud',
    code: 'echo.too_loud',
    status: 409,
    facts: { loudest: 11 },
  })
})

test('what is not there is 404', async () => {
  const answer = await post('/echoes/fail', { how: 'not found' })
  expect(answer.statusCode).toBe(404)
  expect(answer.json()).toMatchObject({ title: 'There is no such echo', status: 404 })
})

test('a fault of the world is 503, says when to come back and nothing else', async () => {
  const answer = await post('/echoes/fail', { how: 'fault' })
  expect(answer.statusCode).toBe(503)
  expect(answer.headers['retry-after']).toBe('7')
  expect(answer.body).not.toMatch(/sk_live|stripe|stack/)
})

test.each(['bug', 'sql'])('a %s is 500 with the request id, and nothing of the process gets out', async (how) => {
  const answer = await post('/echoes/fail', { how })
  expect(answer.statusCode).toBe(500)
  expect(Object.keys(answer.json()).sort()).toEqual(['code', 'requestId', 'status', 'title', 'type'])
  expect(answer.body).not.toMatch(/secret|password|a_table|relation|\.ts/)
})

test('an answer that breaks its own schema is a bug and is not sent', async () => {
  const answer = await get('/echoes/wrong')
  expect(answer.statusCode).toBe(500)
  expect(answer.body).not.toContain('not to be seen')
})

test('without a key it is 401, with a key of another scope 403', async () => {
  expect((await post('/saved', { text: 'a' })).statusCode).toBe(401)
  const authorization = `Bearer ${await api.tenant.apiKey(['refund.read'])}`
  expect((await post('/saved', { text: 'a' }, { authorization })).statusCode).toBe(403)
})

async function savedCount(text: string): Promise<number> {
  const { rows } = await api.database.system.pool.query("select from outbox_event where data->>'text' = $1", [text])
  return rows.length
}

test('the same key and body answer as the first time, and nothing is done again', async () => {
  const authorization = `Bearer ${await api.tenant.apiKey(['refund.request'])}`
  const send = (text: string, key: string) => post('/saved', { text }, { authorization, 'idempotency-key': key })
  const first = await send('once', 'k-1')
  const repeated = await send('once', 'k-1')
  expect(first.statusCode).toBe(200)
  expect(first.json()).toMatchObject({ at: '2026-11-22T12:00:00.123Z', allowedBy: 'api key A test storefront' })
  expect(repeated.json()).toEqual(first.json())
  expect(await savedCount('once')).toBe(1)
  expect((await send('once', 'k-2')).json().id).not.toBe(first.json().id)

  const other = await send('twice', 'k-1')
  expect(other.statusCode).toBe(422)
  expect(other.json().code).toBe('idempotency.key_reused')
  expect((await send('x', 'k'.repeat(256))).statusCode).toBe(400)
})

test('a key of one caller is nothing to another', async () => {
  const [one, other] = [await api.tenant.apiKey(['refund.request']), await api.tenant.apiKey(['refund.request'])]
  const send = (key: string) =>
    post('/saved', { text: 'mine' }, { authorization: `Bearer ${key}`, 'idempotency-key': 'shared' })
  expect((await send(one)).json().id).not.toBe((await send(other)).json().id)
})

test('a person acts by a right that can be named', async () => {
  const cookie = (await api.tenant.cookieOf('jonas')).replace('mainstay=', '')
  const answer = await post('/saved', { text: 'by Jonas' }, { cookie })
  expect(answer.json()).toMatchObject({
    by: 'Jonas Weber',
    allowedBy: 'Support over Nordwind Supply, Finance over Nordwind Supply',
  })
})

test('the document says the same: parameters, bodies, dates, keys and errors', () => {
  const { paths } = JSON.parse(JSON.stringify(openApiDocument(contract)))
  const list = paths['/echoes/{echoId}'].get
  expect(list.parameters).toContainEqual(expect.objectContaining({ name: 'echoId', in: 'path', required: true }))
  expect(list.parameters).toContainEqual(expect.objectContaining({ name: 'limit', in: 'query' }))
  expect(list.responses['200'].content['application/json'].schema.properties.from).toMatchObject({
    type: 'string',
    format: 'date-time',
  })
  const save = paths['/saved'].post
  expect(save.security).toEqual([{ apiKey: [] }])
  expect(save.parameters).toContainEqual(expect.objectContaining({ name: 'Idempotency-Key', in: 'header' }))
  expect(save.responses.default).toEqual({ $ref: '#/components/responses/Problem' })
})
