import type { IdempotencyRefusal } from '@mainstay/domain/command/idempotency'
import { formatMoney } from '@mainstay/domain/money/money'
import type { CancelPurchaseRefusal } from '@mainstay/domain/purchase/cancel'
import { type DecideRefundRefusal } from '@mainstay/domain/refund/approve'
import type { RequestRefundRefusal } from '@mainstay/domain/refund/refund'
import type { WebhookRefusal } from '@mainstay/domain/webhook/webhook'
import type { WorkItemRefusal } from '@mainstay/domain/work-item/work-item'
import type { RetryRunRefusal } from '@mainstay/domain/workflow-run/workflow-run'
import type { Refusal as RefusalText } from '@/ui/tooltip.tsx'
import { refundLook, runLook } from './state-words.ts'

/** Every "no" the console's own actions can meet. */
export type KnownRefusal =
  | DecideRefundRefusal
  | RequestRefundRefusal
  | CancelPurchaseRefusal
  | WebhookRefusal
  | WorkItemRefusal
  | RetryRunRefusal
  | IdempotencyRefusal

/** Fact, then rule, then way out. A refusal without words does not compile. */
export function refusalWords(refusal: KnownRefusal): RefusalText {
  switch (refusal.code) {
    case 'refund.not_awaiting_decision': {
      const words = refundLook[refusal.status].words.toLowerCase()
      const by = refusal.decidedBy === null ? '' : ` ${refusal.decidedBy} decided it.`
      return { fact: `This refund is ${words}.`, wayOut: `Only a waiting refund can be decided.${by}` }
    }
    case 'refund.own_request':
      return {
        fact: 'You asked for this refund yourself.',
        wayOut: 'Asking and releasing are never the same person. Someone else decides it.',
      }
    case 'refund.over_limit':
      return refusal.limit.amount === 0
        ? { fact: 'You have no limit for refunds.', wayOut: 'Finance can release this one.' }
        : {
            fact: `${formatMoney(refusal.amount)} is above your limit of ${formatMoney(refusal.limit)}.`,
            wayOut: 'Someone with a higher limit can release it.',
          }
    case 'refund.changed':
      return {
        fact: `The refund changed while you looked at it; it is now version ${refusal.version}.`,
        wayOut: 'Nothing was released. Read it again, then decide.',
      }
    case 'refund.approval_expired':
      return {
        fact: 'Nobody decided in time, so the request has lapsed.',
        wayOut: 'Ask for the refund again; the books may have moved since.',
      }
    case 'refund.line_not_in_order':
      return { fact: 'A line belongs to another order.', wayOut: 'Load the order again and choose its lines.' }
    case 'refund.over_refundable':
      return refusal.refundable.amount === 0
        ? {
            fact: 'Nothing of this line can still be paid back.',
            wayOut: 'Refunds before it have taken all of it. Only if one of them is given up is there something left.',
          }
        : {
            fact: `Only ${formatMoney(refusal.refundable)} of this line can still be paid back.`,
            wayOut: 'Lower the amount, or wait until a refund before it has ended.',
          }
    case 'refund.over_quantity':
      return {
        fact: `Only ${refusal.left} of ${refusal.title} can still come back.`,
        wayOut: 'Lower the number of pieces.',
      }
    case 'refund.between_steps':
      return {
        fact: 'The payment provider cannot pay this amount.',
        wayOut: `Ask for a multiple of ${formatMoney(refusal.step)}.`,
      }
    case 'refund.nothing_captured':
      return { fact: 'Nothing of this order has been paid yet.', wayOut: 'An unpaid order is cancelled, not refunded.' }
    case 'refund.no_snapshot':
      return {
        fact: 'The order has no frozen commission.',
        wayOut: 'Without it the seller’s part cannot be computed. An engineer can look at its run.',
      }
    case 'refund.order_on_hold':
      return { fact: 'The order is on hold.', wayOut: 'Release the hold first.' }
    case 'purchase.already_canceled':
      return { fact: 'The order is cancelled already.', wayOut: 'Nothing is left to cancel.' }
    case 'purchase.already_paid':
      return { fact: 'The order is paid.', wayOut: 'What is paid goes back by a refund of its lines.' }
    case 'purchase.being_canceled':
      return { fact: 'The order is being cancelled.', wayOut: 'The provider is asked; wait until it has answered.' }
    case 'purchase.being_charged':
      return {
        fact: 'The buyer is being charged at this moment.',
        wayOut: 'Wait for the answer; what is paid goes back by a refund.',
      }
    case 'webhook.already_closed':
      return { fact: 'This message is closed already.', wayOut: 'Reload the list to see how it ended.' }
    case 'webhook.unreadable':
      return {
        fact: 'This message cannot be read, so it cannot be placed.',
        wayOut: 'Look the event up at the provider, then dismiss it here.',
      }
    case 'webhook.still_unplaced':
      return {
        fact: `It still ${refusal.reason}.`,
        wayOut: 'Settle that first, or dismiss the message with a reason.',
      }
    case 'work_item.already_resolved':
      return { fact: 'This item is already resolved.', wayOut: 'Reload the queue to see how it ended.' }
    case 'work_item.owned':
      return { fact: `${refusal.owner} has taken this item.`, wayOut: 'Ask them before you act on it.' }
    case 'workflow.not_held':
      return {
        fact: `The run is ${runLook[refusal.status].words.toLowerCase()}.`,
        wayOut: 'Only a run that is held for a person can be retried.',
      }
    case 'workflow.no_such_step':
      return {
        fact: `The run has no step “${refusal.step}”.`,
        wayOut: 'Reload the run and choose a step it has reached.',
      }
    case 'workflow.being_undone':
      return {
        fact: 'The run is taking back what it did.',
        wayOut: 'Wait until that has ended; then start the work anew.',
      }
    case 'workflow.already_undone':
      return { fact: 'The run failed and took back what it did.', wayOut: 'Start the work anew.' }
    case 'idempotency.in_progress':
      return { fact: 'The same request is being answered already.', wayOut: 'Wait a moment, then load the page again.' }
    case 'idempotency.key_reused':
      return {
        fact: 'This form was sent before with other contents.',
        wayOut: 'Nothing more was changed. Load the page again to see what came of it.',
      }
    case 'idempotency.malformed_key':
      return { fact: 'The request named itself in a way the api does not read.', wayOut: 'Load the page again.' }
  }
}

/** The button without a right to press it. */
export function missingPermission(words: string): RefusalText {
  return {
    fact: 'Your roles do not allow this.',
    wayOut: `It needs the right: ${words}. An administrator can grant it.`,
  }
}
