import { randomBytes } from 'node:crypto'
import { saveBuyer } from '@mainstay/db/buyer'
import { listCommissionRulesAt } from '@mainstay/db/commission-rule'
import { getOffers } from '@mainstay/db/offer'
import { insertPurchase } from '@mainstay/db/place-purchase'
import { getPurchase } from '@mainstay/db/purchase'
import { listPurchases } from '@mainstay/db/purchase-list'
import { listSellerIdsWithin } from '@mainstay/db/seller'
import { getTenantSetting } from '@mainstay/db/tenant-setting'
import { placePurchase, priceBasket, quoteOf } from '@mainstay/domain/basket'
import { accepted } from '@mainstay/domain/decision'
import { pageOf } from '@mainstay/domain/page'
import {
  GetPurchase,
  ListPurchases,
  PlacedPurchase,
  PlacePurchase,
  Purchase,
  PurchaseQuote,
  PurchaseSummary,
  QuotePurchase,
} from '@mainstay/domain/purchase'
import { purchaseNumber } from '@mainstay/domain/purchase-number'
import { payBy } from '@mainstay/domain/tenant-setting'
import { startWorkflow } from '@mainstay/workflows/engine/run-start'
import { payPurchase } from '@mainstay/workflows/pay-purchase'
import { v7 } from 'uuid'
import { can, router } from './trpc.ts'

export const purchase = router({
  quote: can('purchase.quote', {
    summary: 'Price a basket as it would be placed now',
    rest: { method: 'POST', path: '/purchases/quote' },
  })
    .input(QuotePurchase)
    .output(PurchaseQuote)
    .query(({ ctx, input }) =>
      ctx.read(async (tx) => {
        const offerIds = input.lines.map((line) => line.offerId)
        const [offers, rules] = await Promise.all([getOffers(tx, offerIds), listCommissionRulesAt(tx, ctx.now)])
        return quoteOf(accepted(priceBasket(input.lines, { offers, rules, terms: ctx.tenant, now: ctx.now })))
      }),
    ),

  place: can('purchase.place', {
    summary: 'Place a purchase for a buyer; it is authorised and captured afterwards',
    rest: { method: 'POST', path: '/purchases' },
    needsIdempotencyKey: true,
  })
    .input(PlacePurchase)
    .output(PlacedPurchase)
    .mutation(({ ctx, input }) =>
      ctx.commit(async (tx) => {
        const offerIds = input.lines.map((line) => line.offerId)
        const [offers, rules, setting] = await Promise.all([
          getOffers(tx, offerIds),
          listCommissionRulesAt(tx, ctx.now),
          getTenantSetting(tx),
        ])
        const priced = accepted(placePurchase(input, { offers, rules, terms: ctx.tenant, now: ctx.now }))
        const inserted = await insertPurchase(tx, ctx.actor, {
          priced,
          terms: ctx.tenant,
          buyer: await saveBuyer(tx, input.buyer),
          shipTo: input.buyer.address,
          payment: { provider: 'stripe', connection: 'stripe', method: input.paymentMethod },
          placedAt: ctx.now,
          payBy: payBy(ctx.now, setting),
          nextNumber: () => purchaseNumber(ctx.tenant.numberPrefix, randomBytes(5)),
          requestId: ctx.requestId,
        })
        const { paymentId, ...placed } = accepted(inserted)
        await startWorkflow(tx, payPurchase, {
          tenantId: tx.tenantId,
          id: v7(),
          input: { purchaseId: placed.id, paymentId },
          subject: { type: 'purchase', id: placed.id },
          correlationId: ctx.requestId,
          startedBy: ctx.actor.name,
        })
        return placed
      }),
    ),

  list: can('purchase.read', {
    summary: 'Purchases, newest first',
    rest: { method: 'GET', path: '/purchases' },
  })
    .input(ListPurchases)
    .output(pageOf(PurchaseSummary))
    .query(({ ctx, input }) =>
      ctx.read(async (tx) => {
        const sellerIds = await listSellerIdsWithin(tx, ctx.reach('purchase.read'))
        return listPurchases(tx, input, { cursorSecret: ctx.cursorSecret, sellerIds, now: ctx.now })
      }),
    ),

  get: can('purchase.read', {
    summary: 'A purchase with its orders, payment, refunds and history',
    rest: { method: 'GET', path: '/purchases/{purchaseId}' },
  })
    .input(GetPurchase)
    .output(Purchase)
    .query(({ ctx, input }) =>
      ctx.read(async (tx) =>
        getPurchase(tx, input.purchaseId, await listSellerIdsWithin(tx, ctx.reach('purchase.read'))),
      ),
    ),
})
