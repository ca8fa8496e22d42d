import { inTenant } from '@mainstay/db/postgres/client'
import { blumenhaus, openOffer } from '@mainstay/db/test/market'
import { writer } from '@mainstay/db/test/writer'
import { childServer } from './child-server.ts'
import { type BenchMarket, openBenchMarket } from './market.ts'
import { placeBasket, placeOverHttp } from './place-over-http.ts'
import { type Measure, perSecond, sideBySide } from './rounds.ts'

/** The most a purchase takes. */
const linesMax = 1000

/** Lines a second of baskets with as many lines as there may be, against lines a second of baskets of two. */
export async function benchPurchaseLarge(serverUrl: string): Promise<Measure[]> {
  const bench = await openBenchMarket(serverUrl)
  const api = await childServer('serve-api.ts', {
    DATABASE_URL_RW: bench.urls.app_rw,
    DATABASE_URL_RO: bench.urls.app_ro,
  })
  try {
    const offers = await largeRange(bench)
    const lines = offers.map((offerId) => ({ offerId, quantity: 1 }))
    const large = { lines, buyer: blumenhaus, paymentMethod: 'pm_card_visa' }
    let small = 0
    const { ratio, ours } = await sideBySide(
      async () => linesMax * (await perSecond(10, 2, () => placeBasket(api.url, bench, large))),
      async () => 2 * (await perSecond(400, 2, () => placeOverHttp(api.url, bench, small++))),
      { rounds: 3 },
    )
    return [
      { name: 'purchase.large/small', value: ratio, unit: 'x', against: `lines a second in baskets of two` },
      {
        name: 'purchase.large',
        value: (linesMax / ours) * 2000,
        unit: 'ms',
        against: `${linesMax} lines, two at once`,
      },
    ]
  } finally {
    await api.stop()
    await bench.close()
  }
}

async function largeRange({ rw, market: { tenantId, blom } }: BenchMarket): Promise<string[]> {
  return inTenant(rw, writer(tenantId), async (tx) => {
    const numbers = Array.from({ length: linesMax }, (_, index) => index)
    return Promise.all(
      numbers.map((n) => openOffer(tx, { seller: blom, sku: `LARGE-${n}`, unitPrice: 101 + n, onHand: 1_000_000 })),
    )
  })
}
