import { v7 } from 'uuid'
import { basket } from './basket.ts'
import type { BenchMarket } from './market.ts'

/** The checkout of that turn. */
export function placeOverHttp(url: string, bench: BenchMarket, index: number): Promise<void> {
  return placeBasket(url, bench, basket(bench, index))
}

/** A checkout as a storefront's server makes it. */
export async function placeBasket(url: string, { apiKey }: BenchMarket, bought: object): Promise<void> {
  const response = await fetch(`${url}/v1/purchases`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', 'idempotency-key': v7() },
    body: JSON.stringify(bought),
  })
  const body = await response.text()
  if (!response.ok) throw new Error(`${response.status} ${body}`)
}
