import { type TestApi, testApi } from '@mainstay/api/test/api'
import { payPlaced } from '@mainstay/api/test/asked-refund'
import { largeStock } from '@mainstay/api/test/large-stock'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMainstayClient, type MainstayClient } from './client.ts'

let api: TestApi
let client: MainstayClient
let lines: { offerId: string; quantity: number }[]
const sent: Request[] = []
const linesMax = 1000

beforeAll(async () => {
  api = await testApi()
  const url = await api.app.listen({ host: '127.0.0.1', port: 0 })
  const apiKey = await api.tenant.apiKey(['purchase.quote', 'purchase.place', 'purchase.read', 'refund.read'])
  const fetch: typeof globalThis.fetch = (input, init) => {
    const request = new Request(input, init)
    sent.push(request.clone())
    return globalThis.fetch(request)
  }
  client = createMainstayClient({ url, apiKey, fetch })
  const offers = await largeStock(api, api.tenant, linesMax)
  lines = offers.map((offerId) => ({ offerId, quantity: 1 }))
})
afterAll(() => api.close())

const buyer = {
  externalId: 'B-1',
  name: 'Großmarkt Nord',
  email: 'einkauf@grossmarkt.example',
  address: { name: 'Tor 3', street: 'Hafenstr. 1', postalCode: '20457', city: 'Hamburg', country: 'DE' },
}

test('a basket of as many lines as a purchase may have is quoted, placed and paid, and a refund of all of it previewed', async () => {
  const quote = await client.purchase.quote.query({ lines })
  expect(quote.orders.map((order) => order.lines.length)).toEqual([linesMax])

  const placed = await client.purchase.place.mutate({ lines, buyer, paymentMethod: 'pm_card_visa' })
  expect(placed.total.amount).toBe(quote.total)

  const { lines: paid } = await payPlaced(api, api.tenant, placed)
  const { rows } = await client.refund.preview.query({
    orderId: paid[0]?.orderId ?? '',
    lines: paid.map(({ id, payable }) => ({ orderLineId: id, amount: payable, quantity: 1 })),
    reason: 'defective',
    note: 'The whole delivery stood in water',
  })
  expect(rows.find(({ party }) => party === 'buyer')?.change).toBe(-quote.total)
})

test('a query is asked by POST where its input is too long for an address, and by GET otherwise', async () => {
  sent.length = 0
  await client.purchase.quote.query({ lines: lines.slice(0, 2) })
  await client.purchase.quote.query({ lines: lines.slice(0, 150) })
  expect(sent.map(({ method }) => method)).toEqual(['GET', 'POST'])
  expect(sent.map(({ url }) => url.length).every((length) => length < 1000)).toBe(true)
})

test('one line more is refused by the field', async () => {
  const [one] = lines
  const more = [...lines, { offerId: '0198c0de-4242-7424-8424-242424242424', quantity: one?.quantity ?? 1 }]
  await expect(client.purchase.quote.query({ lines: more })).rejects.toMatchObject({
    data: { issues: [{ pointer: '/lines', message: 'A purchase has at most 1000 lines' }] },
  })
})
