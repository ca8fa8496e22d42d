import { getOffers } from '@mainstay/db/offer/offer'
import type { Database, Tx } from '@mainstay/db/postgres/client'
import { inTenant } from '@mainstay/db/postgres/client'
import { listCommissionRulesAt } from '@mainstay/db/pricing/commission-rule'
import { saveBuyer } from '@mainstay/db/purchase/buyer'
import { insertPurchase } from '@mainstay/db/purchase/place'
import { accepted } from '@mainstay/domain/command/decision'
import { placePurchase } from '@mainstay/domain/purchase/basket'
import { startWorkflow } from '@mainstay/workflows/engine/run-start'
import { payPurchase } from '@mainstay/workflows/pay-purchase'
import type { DemoMarketplace } from './demo-context.ts'
import { inParallel } from './in-parallel.ts'
import type { PurchaseToPlace } from './purchase-plan.ts'

type Shop = Pick<DemoMarketplace, 'tenant' | 'offers' | 'storefront'>

/** Places purchases as the api does: decided, written down, and their payment started, in one transaction each. */
export async function placePurchases(db: Database, shop: Shop, planned: readonly PurchaseToPlace[]): Promise<void> {
  await inParallel(planned, 6, (purchase) => {
    const act = { actor: shop.storefront, at: purchase.placedAt }
    return inTenant(db, { tenantId: shop.tenant.id, act }, (tx) => place(tx, shop, purchase))
  })
}

/** The demonstration keeps what is stuck in it: nothing lapses while people look around. */
const demoLastsMs = 365 * 86_400_000

async function place(tx: Tx, { tenant, offers: catalogue, storefront }: Shop, planned: PurchaseToPlace): Promise<void> {
  const { number, runId, buyer, placedAt, card } = planned
  const lines = planned.lines.flatMap(({ offer, quantity }) => {
    const offerId = catalogue[offer]
    return offerId ? [{ offerId, quantity }] : []
  })
  const offerIds = lines.map((line) => line.offerId)
  const [offers, rules] = await Promise.all([getOffers(tx, offerIds), listCommissionRulesAt(tx, placedAt)])
  const inserted = await insertPurchase(tx, {
    priced: accepted(placePurchase({ lines }, { offers, rules, terms: tenant, now: placedAt })),
    terms: tenant,
    buyer: await saveBuyer(tx, buyer),
    shipTo: buyer.address,
    payment: { provider: 'stripe', connection: 'stripe', method: card },
    payBy: new Date(placedAt.getTime() + demoLastsMs),
    nextNumber: () => number,
  })
  const { id, paymentId } = accepted(inserted)
  await startWorkflow(tx, payPurchase, {
    tenantId: tenant.id,
    id: runId,
    input: { purchaseId: id, paymentId },
    subject: { type: 'purchase', id },
    purchaseId: id,
    startedBy: storefront.name,
  })
}
