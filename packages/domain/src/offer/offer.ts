import * as z from 'zod'
import { Id } from '../command/id.ts'
import { listOf } from '../list/list.ts'
import { Money } from '../money/money.ts'
import { Workspace } from '../tenant/workspace.ts'

export const catalogueList = listOf('catalogue', { sorts: { createdAt: 'desc' }, filters: {} })

export const BrowseCatalogue = catalogueList.Input.extend({
  /** The marketplace's slug; the caller's own when left out. */
  tenant: Workspace.optional(),
})

/** An offer a buyer can order now, unless nothing of it is available. */
export const CatalogueOffer = z.object({
  offerId: Id,
  sku: z.string(),
  title: z.string(),
  seller: z.object({ id: Id, name: z.string() }),
  price: Money,
  available: z.int(),
})
export type CatalogueOffer = z.infer<typeof CatalogueOffer>
