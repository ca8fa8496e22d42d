import { connect, raw, readTenant } from '@mainstay/db/postgres/client'
import { bulkPurchases } from '@mainstay/db/test/bulk-purchases'
import { openBenchMarket } from './market.ts'
import { type Measure, perSecond, sideBySide } from './rounds.ts'

const times = 1000
const atOnce = 8

/**
 * Five reads of a use case, one after another, in one tenant transaction under row security, against the
 * same five plain; and sent together, as the product sends reads that do not depend on each other.
 */
export async function benchTenant(serverUrl: string): Promise<Measure[]> {
  const bench = await openBenchMarket(serverUrl)
  await bulkPurchases(bench.adminUrl, bench.market, 10_000)
  // The superuser is past every policy.
  const plain = connect(bench.adminUrl)
  const { tenantId } = bench.market
  const client = plain.pool
  const texts = fiveReads()
  try {
    const plainly = () =>
      perSecond(times, atOnce, async () => {
        const connection = await client.connect()
        try {
          for (const [index, text] of texts.entries())
            await connection.query({ name: `plain_${index}`, text, values: [tenantId] })
        } finally {
          connection.release()
        }
      })
    const inTurn = await sideBySide(
      () =>
        perSecond(times, atOnce, () =>
          readTenant(bench.ro, tenantId, async (tx) => {
            for (const text of texts) await raw(tx, text, [tenantId])
          }),
        ),
      plainly,
    )
    const together = await sideBySide(
      () =>
        perSecond(times, atOnce, () =>
          readTenant(bench.ro, tenantId, (tx) => Promise.all(texts.map((text) => raw(tx, text, [tenantId])))),
        ),
      plainly,
    )
    const against = `five autocommitted reads in turn, ${inTurn.yardstick.toFixed(0)}/s`
    return [
      { name: 'tenant/plain', value: inTurn.ratio, unit: 'x', against },
      { name: 'tenant.together/plain', value: together.ratio, unit: 'x', against },
      { name: 'tenant', value: inTurn.ours, unit: '/s', against: '' },
    ]
  } finally {
    await plain.close()
    await bench.close()
  }
}

function fiveReads(): string[] {
  return [
    'select id, number, placed_at from purchase where tenant_id = $1 order by placed_at desc, id desc limit 20',
    'select id, number, status from "order" where tenant_id = $1 order by placed_at desc, id desc limit 20',
    'select id, name from seller where tenant_id = $1 order by id limit 20',
    `select id, sku from offer where tenant_id = $1 and status = 'live' order by created_at desc, id desc limit 20`,
    'select id, name from buyer where tenant_id = $1 order by id limit 20',
  ]
}
