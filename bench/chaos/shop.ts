import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { ask, bodyOf } from './request.ts'
import type { System } from './system.ts'

const Offers = z.object({ items: z.array(z.object({ offerId: z.string(), available: z.int() })) })
const Placed = z.object({
  id: z.string(),
  number: z.string(),
  orders: z.array(z.object({ id: z.string() })).min(1),
})
export type Placed = z.infer<typeof Placed>

export type Order = { key: string; email: string; body: unknown }

/** A storefront of the demo's first marketplace. */
export async function openShop({ api, signIn }: Pick<System, 'api' | 'signIn'>) {
  const headers = { authorization: `Bearer ${signIn.storefrontApiKey}` }
  const { items } = bodyOf(Offers, await ask(api, { method: 'GET', path: '/v1/offers?limit=100', headers }))
  const offers = items.filter(({ available }) => available > 200)
  if (offers.length < 4) throw new Error('the demo has too few offers to buy')

  return {
    /** Three pieces of two offers, for a buyer whom nobody else is. */
    newOrder(paymentMethod: string): Order {
      const key = randomUUID()
      const first = Math.floor(Math.random() * offers.length)
      const lines = [1, 2].flatMap((quantity) => {
        const offer = offers[(first + quantity) % offers.length]
        return offer ? [{ offerId: offer.offerId, quantity }] : []
      })
      const email = `${key}@chaos.example`
      const address = { name: 'Chaos', street: 'Kai 1', postalCode: '20457', city: 'Hamburg', country: 'DE' }
      return { key, email, body: { lines, buyer: { externalId: key, name: 'Chaos', email, address }, paymentMethod } }
    },
    /** Repeats the request under one Idempotency-Key. Undefined when nobody answered: it may be placed or not. */
    async place({ key, body }: Order): Promise<Placed | undefined> {
      const answer = await ask(api, { method: 'POST', path: '/v1/purchases', headers, body, key })
      return answer === undefined ? undefined : bodyOf(Placed, answer)
    },
  }
}

export type Shop = Awaited<ReturnType<typeof openShop>>
