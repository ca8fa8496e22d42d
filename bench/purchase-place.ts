import pg from 'pg'
import { buyers } from './basket.ts'
import { childServer } from './child-server.ts'
import { openBenchMarket } from './market.ts'
import { placeOverHttp } from './place-over-http.ts'
import { recordTransactions } from './recorded-transactions.ts'
import { type Measure, perSecond, sideBySide } from './rounds.ts'
import { openSmallestOrder } from './smallest-order.ts'

const clients = 10
const times = 400
const rounds = 3

/**
 * Durable checkouts a second over HTTP, against the very SQL they send, replayed by ten bare connections in one
 * transaction each, and against the smallest order that is honest. Every purchase is two offers of two sellers, spread over 200 offers.
 */
export async function benchPurchasePlace(serverUrl: string): Promise<Measure[]> {
  const bench = await openBenchMarket(serverUrl)
  const api = await childServer('serve-api.ts', {
    DATABASE_URL_RW: bench.urls.app_rw,
    DATABASE_URL_RO: bench.urls.app_ro,
  })
  const smallest = await openSmallestOrder(bench.adminUrl, clients)
  const pool = new pg.Pool({ connectionString: bench.urls.app_rw, max: clients })
  // Without a listener a connection that breaks while idle would end the process and hide the reason.
  pool.on('error', () => {})
  try {
    // Every buyer is known before anything is recorded: a replayed first purchase would add its buyer again.
    await perSecond(buyers, clients, (index) => placeOverHttp(api.url, bench, index))
    const recorded = await recordTransactions(bench, (rounds + 1) * times)
    let place = 0
    let replayed = 0
    const checkouts = () =>
      perSecond(times, clients, () => {
        place += 1
        return placeOverHttp(api.url, bench, place)
      })
    const { ratio, ours, yardstick } = await sideBySide(
      checkouts,
      () =>
        perSecond(times, clients, () => {
          const transaction = recorded[replayed]
          if (!transaction) throw new Error('more was replayed than recorded')
          replayed += 1
          return replay(pool, transaction)
        }),
      { rounds },
    )
    let order = 0
    const least = await sideBySide(
      checkouts,
      () =>
        perSecond(times, clients, () => {
          order += 1
          return smallest.place(order)
        }),
      { rounds },
    )
    const statements = recorded[0]?.length ?? 0
    const against = `its own ${statements} statements replayed by ${clients} connections, ${yardstick.toFixed(0)}/s`
    return [
      { name: 'purchase.place/pg', value: ratio, unit: 'x', against },
      {
        name: 'purchase.place/order',
        value: least.ratio,
        unit: 'x',
        against: `the smallest honest order, seven statements, ${least.yardstick.toFixed(0)}/s`,
      },
      { name: 'purchase.place', value: ours, unit: '/s', against: '' },
    ]
  } finally {
    await Promise.all([pool.end(), smallest.close(), api.stop()])
    await bench.close()
  }
}

async function replay(pool: pg.Pool, transaction: readonly pg.QueryConfig[]): Promise<void> {
  const client = await pool.connect()
  let broken = true
  try {
    for (const statement of transaction) await client.query(statement)
    broken = false
  } finally {
    client.release(broken)
  }
}
