import { actorId, recordAudit } from '@mainstay/db/audit/audit'
import { inTenant, raw, type Tx } from '@mainstay/db/postgres/client'
import { storefront } from '@mainstay/db/test/market'
import { writer } from '@mainstay/db/test/writer'
import { openBenchMarket } from './market.ts'
import { type Measure, perSecond, sideBySide } from './rounds.ts'

const times = 1500
const atOnce = 8

/** A mutation of four statements with its audit entry, against the same without. */
export async function benchAudit(serverUrl: string): Promise<Measure[]> {
  const bench = await openBenchMarket(serverUrl)
  const { tenantId } = bench.market
  const act = { actor: storefront, allowedBy: 'bench', requestId: actorId(storefront) ?? undefined }
  const offerOf = (index: number) => bench.offers[index % bench.offers.length] ?? ''
  try {
    const { ratio, ours, yardstick } = await sideBySide(
      () =>
        perSecond(times, atOnce, (index) =>
          inTenant(bench.rw, writer(tenantId, act), async (tx) => {
            await readBefore(tx, offerOf(index))
            await Promise.all([
              writePrice(tx, offerOf(index)),
              recordAudit(tx, {
                action: 'tenantSetting.change',
                subject: { type: 'offer', id: offerOf(index), label: 'BENCH' },
                changes: [{ field: 'price', before: 1190, after: 1191 }],
              }),
            ])
          }),
        ),
      () =>
        perSecond(times, atOnce, (index) =>
          inTenant(bench.rw, writer(tenantId), async (tx) => {
            await readBefore(tx, offerOf(index))
            await writePrice(tx, offerOf(index))
          }),
        ),
    )
    return [
      { name: 'audit/none', value: ratio, unit: 'x', against: `the mutation alone, ${yardstick.toFixed(0)}/s` },
      { name: 'audit', value: ours, unit: '/s', against: '' },
    ]
  } finally {
    await bench.close()
  }
}

async function readBefore(tx: Tx, offerId: string): Promise<void> {
  await raw(tx, 'select id, price_amount, version from offer where tenant_id = $1 and id = $2 for no key update', [
    tx.tenantId,
    offerId,
  ])
  await raw(tx, 'select id, name from seller where tenant_id = $1 order by id limit 1', [tx.tenantId])
}

/** Sent together, as every mutation of the product sends what it writes. */
async function writePrice(tx: Tx, offerId: string): Promise<void> {
  await Promise.all([
    raw(
      tx,
      'update offer set price_amount = price_amount + 1, version = version + 1, updated_at = now() where tenant_id = $1 and id = $2 returning id',
      [tx.tenantId, offerId],
    ),
    raw(
      tx,
      'update stock_level set updated_at = now() where tenant_id = $1 and offer_id = $2 and held >= 0 returning offer_id',
      [tx.tenantId, offerId],
    ),
  ])
}
