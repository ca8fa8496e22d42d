import type { Permission } from '../access/permission.ts'
import type { Id } from './id.ts'

/** That an object is not what it was: enough to look at it again, and nothing of what it holds. */
export type ObjectChange = {
  type: string
  id: Id
  version: number
  /** The purchase it belongs to, whose page shows it too. */
  purchaseId?: Id | undefined
}

/** By which right somebody sees objects of a type. Of a type that is not here nobody is told. */
const permissionToSee: Readonly<Record<string, Permission>> = {
  import_run: 'importRun.read',
  order: 'order.read',
  payment: 'purchase.read',
  purchase: 'purchase.read',
  refund: 'refund.read',
  seller: 'seller.read',
  tenant: 'tenantSetting.read',
  webhook: 'webhook.read',
  work_item: 'workItem.read',
  workflow_run: 'workflow.read',
}

/** What people of one seller see of it; everything else is shown to nobody but the whole marketplace's. */
const shownBySeller: ReadonlySet<string> = new Set(['order', 'purchase', 'refund', 'seller'])

/** What moves the parts of a purchase. What people have to do about it is nothing of a seller's. */
const movesParts: ReadonlySet<string> = new Set(['order', 'purchase', 'payment', 'dispute', 'refund'])

/** A reader's reach: over the whole marketplace, or over one of the sellers that a change is about. */
export type Sight = { everywhere: (permission: Permission) => boolean; here: (permission: Permission) => boolean }

/**
 * The change as this reader may be told of it; undefined when it is none of theirs. Of what they may not see they learn
 * at most that a purchase changed which they see.
 */
export function changeFor({ everywhere, here }: Sight, change: ObjectChange): ObjectChange | undefined {
  const { type, id, version } = change
  const permission = permissionToSee[type]
  const sees = permission !== undefined && (everywhere(permission) || (shownBySeller.has(type) && here(permission)))
  const seesPurchase = everywhere('purchase.read') || (movesParts.has(type) && here('purchase.read'))
  const purchaseId = seesPurchase ? change.purchaseId : undefined
  if (sees) return { type, id, version, purchaseId }
  return purchaseId === undefined ? undefined : { type: 'purchase', id: purchaseId, version: 0 }
}
