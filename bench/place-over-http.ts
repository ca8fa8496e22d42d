import { v7 } from 'uuid'
import { basket } from './basket.ts'
import type { BenchMarket } from './market.ts'

/** A checkout as a storefront's server makes it. */
export async function placeOverHttp(url: string, bench: BenchMarket, index: number): Promise<void> {
  const response = await fetch(`${url}/v1/purchases`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bench.apiKey}`, 'content-type': 'application/json', 'idempotency-key': v7() },
    body: JSON.stringify(basket(bench, index)),
  })
  const body = await response.text()
  if (!response.ok) throw new Error(`${response.status} ${body}`)
}
