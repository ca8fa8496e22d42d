import { password, type TestApi, testApi } from '@mainstay/api/test/api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMainstayClient } from './client.ts'

let api: TestApi
let url: string
beforeAll(async () => {
  api = await testApi()
  url = await api.app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(() => api.close())

/** A fetch that keeps what was sent, and loses the answers of the first requests. */
function lossy(lost: number) {
  const sent: Request[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    sent.push(request.clone())
    const answer = await globalThis.fetch(request)
    if (sent.length <= lost) throw new TypeError('fetch failed')
    return answer
  }
  return { sent, fetch }
}

test('queries asked at once travel in one request, and their dates arrive as dates', async () => {
  const { sent, fetch } = lossy(0)
  const client = createMainstayClient({ url, fetch })
  const [one, other] = await Promise.all([client.system.health.query(), client.system.health.query()])
  expect(one.time).toBeInstanceOf(Date)
  expect(other.status).toBe('ok')
  expect(sent).toHaveLength(1)
})

test('a query whose answer was lost is asked again', async () => {
  const { sent, fetch } = lossy(2)
  expect(await createMainstayClient({ url, fetch }).system.health.query()).toMatchObject({ status: 'ok' })
  expect(sent).toHaveLength(3)
})

test('a mutation whose answer was lost is sent again under the same key, another one under another', async () => {
  const { sent, fetch } = lossy(1)
  const client = createMainstayClient({ url, fetch })
  await client.session.signOut.mutate()
  await client.session.signOut.mutate()
  const keys = sent.map((request) => request.headers.get('idempotency-key'))
  expect(keys).toHaveLength(3)
  expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/)
  expect(keys[1]).toBe(keys[0])
  expect(keys[2]).not.toBe(keys[0])
})

test('signing in is not repeated, and a refusal arrives with its code', async () => {
  const { sent, fetch } = lossy(0)
  const client = createMainstayClient({ url, fetch })
  const attempt = client.session.signIn.mutate({ tenant: 'nordwind', email: 'maria@test.example', password: 'wrong' })
  await expect(attempt).rejects.toMatchObject({ data: { refusal: { code: 'session.wrong_credentials' } } })
  expect(sent).toHaveLength(1)
  const lost = lossy(1)
  const again = createMainstayClient({ url, fetch: lost.fetch }).session.signIn
  await expect(again.mutate({ tenant: 'nordwind', email: 'maria@test.example', password })).rejects.toThrow(
    'fetch failed',
  )
  expect(lost.sent).toHaveLength(1)
})

test('an api key is sent as a bearer, and what it may not do is forbidden', async () => {
  const { sent, fetch } = lossy(0)
  const apiKey = await api.tenant.apiKey(['catalogue.read'])
  await expect(createMainstayClient({ url, apiKey, fetch }).session.me.query()).rejects.toMatchObject({
    data: { code: 'UNAUTHORIZED' },
  })
  expect(sent[0]?.headers.get('authorization')).toBe(`Bearer ${apiKey}`)
})

test('an input that names one record and one moment twice is read as it was written', async () => {
  const { sent, fetch } = lossy(0)
  const apiKey = await api.tenant.apiKey(['purchase.read', 'purchase.quote'])
  const client = createMainstayClient({ url, apiKey, fetch })
  const day = new Date('2026-11-22T12:00:00.000Z')
  const page = await client.purchase.list.query({ placedFrom: day, placedTo: day, query: undefined })
  expect(page.items).toEqual([])
  const line = { offerId: '0198c0de-4242-7424-8424-242424242424', quantity: 1 }
  await expect(client.purchase.quote.query({ lines: [line, line] })).rejects.toMatchObject({
    data: { issues: [{ pointer: '/lines', message: 'Name each offer once' }] },
  })
  expect(sent.map((request) => request.url).join()).not.toContain('meta')
})

test('what is refused before a procedure sees it is one error that can be read, and is asked once', async () => {
  const { sent, fetch } = lossy(0)
  const fromElsewhere: typeof globalThis.fetch = (input, init) => {
    const request = new Request(input, init)
    request.headers.set('origin', 'https://evil.example')
    return fetch(request)
  }
  await expect(createMainstayClient({ url, fetch: fromElsewhere }).session.signOut.mutate()).rejects.toMatchObject({
    data: { code: 'FORBIDDEN', httpStatus: 403, requestId: expect.any(String) },
  })
  expect(sent).toHaveLength(1)

  const tooLarge = createMainstayClient({ url, fetch, apiKey: await api.tenant.apiKey(['purchase.quote']) })
  const lines = Array.from({ length: 20_000 }, () => ({ offerId: '0198c0de-4242-7424-8424-242424242424', quantity: 1 }))
  const place = tooLarge.purchase.place.mutate({
    lines,
    buyer: {
      externalId: 'a',
      name: 'a',
      email: 'a@b.example',
      address: { name: 'a', street: 'a', postalCode: 'a', city: 'a', country: 'DE' },
    },
    paymentMethod: 'pm_card_visa',
  })
  await expect(place).rejects.toMatchObject({ data: { code: 'PAYLOAD_TOO_LARGE', httpStatus: 413 } })
  expect(sent).toHaveLength(2)
})

test('an answer of something in between is not asked for again unless it may pass', async () => {
  const answers = [
    new Response('<html>too large</html>', { status: 413 }),
    new Response('bad gateway', { status: 502 }),
  ]
  const asked: string[] = []
  const between: typeof globalThis.fetch = async (input) => {
    asked.push(new Request(input).url)
    return (answers[asked.length > 1 ? 1 : 0] ?? new Response()).clone()
  }
  const client = createMainstayClient({ url, fetch: between })
  await expect(client.system.health.query()).rejects.toThrow()
  expect(asked).toHaveLength(1)
  await expect(client.system.health.query()).rejects.toThrow()
  expect(asked).toHaveLength(4)
})
