import { bulkPurchases } from '@mainstay/db/test/bulk-purchases'
import autocannon from 'autocannon'
import { childServer } from './child-server.ts'
import { openBenchMarket } from './market.ts'
import { type Measure, sideBySide } from './rounds.ts'

const connections = 8
const seconds = 4

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
    const list = `${api.url}/trpc/order.list?input=${input}`
    const cookie = `mainstay=${bench.sessionToken}`
    const { ratio, ours, yardstick } = await sideBySide(
      () => load(list, { cookie }),
      () => load(bare.url, {}),
      // Both are to run compiled code, which some thousand requests make of it.
      { warmUps: 4 },
    )
    return [
      { name: 'order.list/bare', value: ratio, unit: 'x', against: `bare node:http and pg, ${yardstick.toFixed(0)}/s` },
      { name: 'order.list', value: ours, unit: '/s', against: '' },
    ]
  } finally {
    await Promise.all([api.stop(), bare.stop()])
    await bench.close()
  }
}

async function load(url: string, headers: Record<string, string>): Promise<number> {
  const result = await autocannon({ url, headers, connections, duration: seconds })
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} failed`)
  return result.requests.average
}
