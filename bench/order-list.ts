import { bulkPurchases } from '@mainstay/db/test/bulk-purchases'
import autocannon from 'autocannon'
import { type ChildServer, childServer } from './child-server.ts'
import { openBenchMarket } from './market.ts'
import { type Measure, median, sideBySide } from './rounds.ts'

const connections = 8
const seconds = 4
const rounds = 5
// Both are to run compiled code, which some thousand requests make of it.
const warmUps = 4

/** A signed-in, permission-checked, tenant-scoped list of 20 orders over HTTP, against the bare query behind node:http. */
export async function benchOrderList(serverUrl: string): Promise<Measure[]> {
  const bench = await openBenchMarket(serverUrl)
  await bulkPurchases(bench.adminUrl, bench.market, 10_000)
  const api = await childServer('serve-api.ts', {
    DATABASE_URL_RW: bench.urls.app_rw,
    DATABASE_URL_RO: bench.urls.app_ro,
  })
  const bare = await childServer('serve-bare.ts', { DATABASE_URL: bench.adminUrl, TENANT_ID: bench.market.tenantId })
  try {
    const input = encodeURIComponent(JSON.stringify({ json: { limit: 20 } }))
    const cookie = `mainstay=${bench.sessionToken}`
    const costs: Record<'api' | 'bare', number[]> = { api: [], bare: [] }
    const { ratio, ours, yardstick } = await sideBySide(
      () => load(api, { path: `/trpc/order.list?input=${input}`, headers: { cookie }, costs: costs.api }),
      () => load(bare, { path: '', headers: {}, costs: costs.bare }),
      { warmUps, rounds },
    )
    const cost = (of: 'api' | 'bare') => median(costs[of].slice(warmUps))
    return [
      { name: 'order.list/bare', value: ratio, unit: 'x', against: `bare node:http and pg, ${yardstick.toFixed(0)}/s` },
      { name: 'order.list', value: ours, unit: '/s', against: '' },
      {
        name: 'order.list.cpu/bare',
        value: median(
          costs.api.slice(warmUps).map((each, round) => each / (costs.bare[warmUps + round] ?? Number.NaN)),
        ),
        unit: 'x',
        against: `${cost('bare').toFixed(2)} ms of processor time of the bare handler, the api's ${cost('api').toFixed(2)} ms`,
      },
    ]
  } finally {
    await Promise.all([api.stop(), bare.stop()])
    await bench.close()
  }
}

/** Requests a second, and what each costs the process that answers. */
async function load(
  server: ChildServer,
  { path, headers, costs }: { path: string; headers: Record<string, string>; costs: number[] },
): Promise<number> {
  const url = `${server.url}${path}`
  const before = await server.cpuMillis()
  const result = await autocannon({ url, headers, connections, duration: seconds })
  costs.push(((await server.cpuMillis()) - before) / result.requests.total)
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} failed`)
  return result.requests.average
}
