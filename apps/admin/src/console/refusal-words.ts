import { type Held, isHeldAt, type Place } from '@mainstay/domain/access/grant'
import { isPermission, permissions } from '@mainstay/domain/access/permission'
import type { BulkRefusal } from '@mainstay/domain/command/bulk'
import type { Decision } from '@mainstay/domain/command/decision'
import type { IdempotencyRefusal } from '@mainstay/domain/command/idempotency'
import type { CancelPurchaseRefusal } from '@mainstay/domain/purchase/cancel'
import type { DecideRefundRefusal } from '@mainstay/domain/refund/approve'
import type { RequestRefundRefusal } from '@mainstay/domain/refund/refund'
import type { SavedViewRefusal } from '@mainstay/domain/saved-view/saved-view'
import type { RequirementRefusal, SellerRefusal } from '@mainstay/domain/seller/seller'
import type { WebhookRefusal } from '@mainstay/domain/webhook/webhook'
import type { WorkItemRefusal } from '@mainstay/domain/work-item/decide'
import type { RetryRunRefusal } from '@mainstay/domain/workflow-run/workflow-run'
import { type RefusalWords, wordsIn } from '@/nouns/noun.ts'
import { orders } from '@/nouns/order.ts'
import { refunds } from '@/nouns/refund.ts'
import { runs } from '@/nouns/run.ts'
import { savedViews } from '@/nouns/saved-view.ts'
import { sellers } from '@/nouns/seller.ts'
import { webhooks } from '@/nouns/webhook.ts'
import { workItems } from '@/nouns/work-item.ts'
import type { Refusal as RefusalText } from '@/ui/tooltip.tsx'

const idempotency: RefusalWords<IdempotencyRefusal> = {
  'idempotency.in_progress': {
    fact: 'The same request is being answered already.',
    wayOut: 'Wait a moment, then load the page again.',
  },
  'idempotency.key_reused': {
    fact: 'This form was sent before with other contents.',
    wayOut: 'Nothing more was changed. Load the page again to see what came of it.',
  },
  'idempotency.malformed_key': {
    fact: 'The request named itself in a way the api does not read.',
    wayOut: 'Load the page again.',
  },
}

/** Every "no" the console's own actions can meet. */
export type KnownRefusal =
  | DecideRefundRefusal
  | RequestRefundRefusal
  | CancelPurchaseRefusal
  | WebhookRefusal
  | WorkItemRefusal
  | RetryRunRefusal
  | SavedViewRefusal
  | SellerRefusal
  | RequirementRefusal
  | IdempotencyRefusal
  | BulkRefusal

const words: RefusalWords<KnownRefusal> = {
  'bulk.not_found': { fact: 'It is not there any more.', wayOut: 'Load the list again.' },
  ...idempotency,
  ...orders.refusals,
  ...refunds.refusals,
  ...runs.refusals,
  ...savedViews.refusals,
  ...sellers.refusals,
  ...webhooks.refusals,
  ...workItems.refusals,
}

export function refusalWords(refusal: KnownRefusal): RefusalText {
  return wordsIn<KnownRefusal, RefusalText, []>(words, refusal)
}

// The api sends the refusal its own type describes; only the code is checked, because both sides are one release.
export function isKnownRefusal(value: object): value is KnownRefusal {
  return 'code' in value && typeof value.code === 'string' && Object.hasOwn(words, value.code)
}

/** Why the rule says no, for the button; undefined when it does not. */
export function refusedBy(decision: Decision<unknown, KnownRefusal>): RefusalText | undefined {
  return decision.ok ? undefined : refusalWords(decision.refusal)
}

/**
 * The right a procedure needs where it is not held there: a permission has the name of its procedure, for one or for many.
 * It is asked at the place of the one thing it is done to, and of what is of no one seller nowhere in particular.
 */
export function missingRight(
  grants: readonly Held[],
  { procedure, at = 'anywhere' }: { procedure: string; at?: Place | undefined },
): RefusalText | undefined {
  const right = procedure.replace(/Many$/, '')
  if (!isPermission(right) || isHeldAt(grants, right, at)) return undefined
  return {
    fact: 'Your roles do not allow this.',
    wayOut: `It needs the right: ${permissions[right].words.toLowerCase()}. An administrator can grant it.`,
  }
}
