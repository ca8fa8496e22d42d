import { randomBytes } from 'node:crypto'
import { accepted } from '@mainstay/domain/command/decision'
import { placePurchase } from '@mainstay/domain/purchase/basket'
import { purchaseNumber } from '@mainstay/domain/purchase/number'
import { v7 } from 'uuid'
import { getOffers } from '../src/offer/offer.ts'
import type { Tx } from '../src/postgres/client.ts'
import { listCommissionRulesAt } from '../src/pricing/commission-rule.ts'
import { saveBuyer } from '../src/purchase/buyer.ts'
import { type InsertedPurchase, insertPurchase } from '../src/purchase/place.ts'
import { blumenhaus, type Market, storefront } from './market.ts'

/** Two papers of Blom and a soap of Hahn: 47.60, in two orders of 23.80. */
export async function placedPurchase(
  tx: Tx,
  market: Market,
  { paymentMethod = 'pm_card_visa', email = `${v7()}@blumenhaus.example`, now = new Date() } = {},
): Promise<InsertedPurchase> {
  const lines = [
    { offerId: market.paper, quantity: 2 },
    { offerId: market.soap, quantity: 1 },
  ]
  const offers = await getOffers(tx, [market.paper, market.soap])
  const rules = await listCommissionRulesAt(tx, now)
  return accepted(
    await insertPurchase(tx.as({ actor: storefront, at: now }), {
      priced: accepted(placePurchase({ lines }, { offers, rules, terms: market.tenant, now })),
      terms: market.tenant,
      buyer: await saveBuyer(tx, { ...blumenhaus, externalId: email, email }),
      shipTo: blumenhaus.address,
      payment: { provider: 'stripe', connection: 'stripe', method: paymentMethod },
      payBy: new Date(now.getTime() + 3_600_000),
      nextNumber: () => purchaseNumber('NW', randomBytes(5)),
    }),
  )
}
