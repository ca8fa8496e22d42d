import { inTenant } from '@mainstay/db/postgres/client'
import { type LineOfOrder, linesOf, payFor } from '@mainstay/db/test/paid-purchase'
import { writer } from '@mainstay/db/test/writer'
import type { PlacedPurchase } from '@mainstay/domain/purchase/purchase'
import type { Refund } from '@mainstay/domain/refund/refund'
import type { TestApi, TestTenant } from './api.ts'
import type { MemberKey } from './members.ts'
import { placeIn } from './placed-purchase.ts'

export type PaidPurchase = PlacedPurchase & { lines: LineOfOrder[] }

/** A purchase of one of Blom's papers (11.90) and two of Hahn's soaps (47.60) that its buyer has paid for. */
export async function payIn(api: TestApi, tenant: TestTenant): Promise<PaidPurchase> {
  return payPlaced(api, tenant, await placeIn(api, tenant))
}

export function payPlaced<P extends Pick<PlacedPurchase, 'id'>>(
  api: TestApi,
  tenant: TestTenant,
  placed: P,
): Promise<P & { lines: LineOfOrder[] }> {
  return inTenant(api.database.rw, writer(tenant.id), async (tx) => {
    const payment = await tx
      .selectFrom('payment')
      .select('id')
      .where('tenant_id', '=', tenant.id)
      .where('purchase_id', '=', placed.id)
      .executeTakeFirstOrThrow()
    await payFor(tx, { id: placed.id, paymentId: payment.id })
    return { ...placed, lines: await linesOf(tx, placed.id) }
  })
}

/** The input that asks for so much of one line. */
export function askingFor(line: LineOfOrder | undefined, amount: number) {
  if (line === undefined) throw new Error('there is no such line')
  return {
    orderId: line.orderId,
    lines: [{ orderLineId: line.id, amount, quantity: null }],
    reason: 'defective' as const,
    note: 'arrived broken',
  }
}

/** A refund of a paid purchase that waits for a second person. */
export async function askIn(
  api: TestApi,
  tenant: TestTenant,
  { by = 'jonas', amount = 1000 }: { by?: MemberKey; amount?: number } = {},
): Promise<Refund> {
  const { lines } = await payIn(api, tenant)
  const caller = await tenant.callerAs(by)
  return caller.refund.request(askingFor(lines[amount > 1190 ? 1 : 0], amount))
}
