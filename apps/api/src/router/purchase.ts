import { randomBytes } from 'node:crypto'
import { getOffers } from '@mainstay/db/offer/offer'
import { lockPayment } from '@mainstay/db/payment/payment'
import { NotFound } from '@mainstay/db/postgres/not-found'
import { listCommissionRulesAt } from '@mainstay/db/pricing/commission-rule'
import { saveBuyer } from '@mainstay/db/purchase/buyer'
import { getPurchaseToCancel, saveCancellation } from '@mainstay/db/purchase/cancel'
import { purchases } from '@mainstay/db/purchase/list'
import { insertPurchase } from '@mainstay/db/purchase/place'
import { getPurchase } from '@mainstay/db/purchase/purchase'
import { isWorkedOn } from '@mainstay/db/purchase/run'
import { listSellerIdsWithin } from '@mainstay/db/seller/seller'
import { getTenantSetting } from '@mainstay/db/tenant/setting'
import { accepted, refuse } from '@mainstay/domain/command/decision'
import { placePurchase, priceBasket, quoteOf } from '@mainstay/domain/purchase/basket'
import { CanceledPurchase, CancelPurchase, cancelPurchase as decideCancel } from '@mainstay/domain/purchase/cancel'
import { purchaseNumber } from '@mainstay/domain/purchase/number'
import {
  GetPurchase,
  PlacedPurchase,
  PlacePurchase,
  Purchase,
  PurchaseQuote,
  PurchaseSummary,
  QuotePurchase,
} from '@mainstay/domain/purchase/purchase'
import { StorefrontPurchase } from '@mainstay/domain/purchase/storefront'
import { payBy } from '@mainstay/domain/tenant/setting'
import { paymentProvider } from '@mainstay/integrations/payments/provider'
import { cancelPurchase } from '@mainstay/workflows/cancel-purchase'
import { startWorkflow } from '@mainstay/workflows/engine/run-start'
import { payPurchase } from '@mainstay/workflows/pay-purchase'
import { v7 } from 'uuid'
import { listing } from '../http/listing.ts'
import { can, router } from '../http/trpc.ts'

export const purchase = router({
  quote: can('purchase.quote', {
    summary: 'Price a basket as it would be placed now',
    rest: { method: 'POST', path: '/purchases/quote' },
    views: { storefront: PurchaseQuote },
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
    summary: 'Place a purchase for a buyer; it is authorized and captured afterwards',
    rest: { method: 'POST', path: '/purchases' },
    needsIdempotencyKey: true,
    views: { storefront: PlacedPurchase },
  })
    .input(PlacePurchase)
    .output(PlacedPurchase)
    .mutation(({ ctx, input }) =>
      ctx.commit(async (tx) => {
        const offerIds = input.lines.map((line) => line.offerId)
        const [offers, rules, setting, buyer] = await Promise.all([
          getOffers(tx, offerIds),
          listCommissionRulesAt(tx, ctx.now),
          getTenantSetting(tx),
          saveBuyer(tx, input.buyer),
        ])
        const priced = accepted(placePurchase(input, { offers, rules, terms: ctx.tenant, now: ctx.now }))
        const inserted = await insertPurchase(tx, {
          priced,
          terms: ctx.tenant,
          buyer,
          shipTo: input.buyer.address,
          payment: { ...paymentProvider, method: input.paymentMethod },
          payBy: payBy(ctx.now, setting),
          nextNumber: () => purchaseNumber(ctx.tenant.numberPrefix, randomBytes(5)),
          start: ({ id, paymentId }) =>
            startWorkflow(tx, payPurchase, {
              tenantId: tx.tenantId,
              id: v7(),
              input: { purchaseId: id, paymentId },
              subject: { type: 'purchase', id },
              purchaseId: id,
              correlationId: ctx.requestId,
              startedBy: ctx.actor.name,
            }),
        })
        const { paymentId: _, ...placed } = accepted(inserted)
        return placed
      }),
    ),

  cancel: can('purchase.cancel', {
    summary: 'Cancel a purchase before it is paid; a storefront cancels what it placed',
    rest: { method: 'POST', path: '/purchases/{purchaseId}/cancel' },
    views: { storefront: CanceledPurchase },
  })
    .input(CancelPurchase)
    .output(CanceledPurchase)
    .mutation(({ ctx, input: { purchaseId, reason } }) =>
      ctx.commit(
        async (tx) => {
          const { paymentId, placedByKey, number } = await getPurchaseToCancel(tx, purchaseId)
          const { actor, requestId } = ctx
          if (actor.type === 'api_key' && actor.id !== placedByKey) throw new NotFound('purchase')
          // What was imported came paid.
          if (paymentId === null) return accepted(refuse({ code: 'purchase.already_paid' }))
          const payment = await lockPayment(tx, paymentId)
          const cancellation = accepted(decideCancel(payment, await isWorkedOn(tx, purchaseId)))
          await saveCancellation(tx, payment, { action: 'purchase.cancel', cancellation })
          await startWorkflow(tx, cancelPurchase, {
            tenantId: tx.tenantId,
            id: v7(),
            input: { purchaseId, paymentId, reason, because: 'asked' },
            subject: { type: 'purchase', id: purchaseId },
            purchaseId,
            correlationId: requestId,
            startedBy: actor.name,
          })
          return { id: purchaseId, number, status: cancellation === 'at_once' ? 'canceled' : 'canceling' }
        },
        { reason },
      ),
    ),

  ...listing(purchases, {
    permission: 'purchase.read',
    words: 'Purchases, newest first',
    path: '/purchases',
    item: PurchaseSummary,
    storefront: PurchaseSummary,
  }),

  get: can('purchase.read', {
    summary: 'A purchase with its orders, payment, refunds and history',
    rest: { method: 'GET', path: '/purchases/{purchaseId}' },
    views: { storefront: StorefrontPurchase },
  })
    .input(GetPurchase)
    .output(Purchase)
    .query(({ ctx, input }) =>
      ctx.read(async (tx) =>
        getPurchase(tx, input.purchaseId, await listSellerIdsWithin(tx, ctx.reach('purchase.read'))),
      ),
    ),
})
