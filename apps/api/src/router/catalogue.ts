import { listPage } from '@mainstay/db/list/list'
import { offersOnSale } from '@mainstay/db/offer/offer'
import { NotFound } from '@mainstay/db/postgres/not-found'
import { pageOf } from '@mainstay/domain/list/page'
import { BrowseCatalogue, CatalogueOffer } from '@mainstay/domain/offer/offer'
import { can, router } from '../http/trpc.ts'

export const catalogue = router({
  browse: can('catalogue.read', {
    summary: 'Offers on sale, newest first',
    rest: { method: 'GET', path: '/offers' },
    views: { storefront: pageOf(CatalogueOffer) },
  })
    .input(BrowseCatalogue)
    .output(pageOf(CatalogueOffer))
    .query(async ({ ctx, input }) => {
      if (input.tenant !== undefined && input.tenant !== ctx.tenant.slug) throw new NotFound('marketplace')
      const { cursorSecret, now } = ctx
      const reader = { sellerIds: undefined, memberId: undefined, now }
      const page = await ctx.read((tx) => listPage(tx, offersOnSale, { input, reader, cursorSecret }))
      const items = page.items.map((offer) => ({
        offerId: offer.id,
        sku: offer.sku,
        title: offer.title,
        seller: { id: offer.seller.id, name: offer.seller.name },
        price: { amount: offer.unitPrice, currency: offer.currency },
        available: offer.available,
      }))
      return { ...page, items }
    }),
})
