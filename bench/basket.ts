import { blumenhaus } from '@mainstay/db/test/market'
import type { BenchMarket } from './market.ts'

export const buyers = 50

/** What the buyer of that turn buys: two offers of two sellers, spread over 200 offers. */
export function basket(bench: BenchMarket, index: number) {
  const [one, other] = [bench.offers[(index * 2) % 200], bench.offers[(index * 2 + 1) % 200]]
  return {
    lines: [one, other].map((offerId) => ({ offerId: offerId ?? '', quantity: 1 })),
    buyer: { ...blumenhaus, externalId: `B-${index % buyers}` },
    paymentMethod: 'pm_card_visa',
  }
}
