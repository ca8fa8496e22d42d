import { type DisputeStatus } from '@mainstay/domain/dispute/lifecycle'
import type { ImportRunStatus } from '@mainstay/domain/import-run/import-run'
import type { FulfilmentStatus, PaymentStatus, ReturnStatus } from '@mainstay/domain/purchase/purchase'
import { type RefundStatus } from '@mainstay/domain/refund/lifecycle'
import type { RefundBearer, RefundReason } from '@mainstay/domain/refund/refund'
import type { WebhookStatus } from '@mainstay/domain/webhook/webhook'
import type { WorkItemKind } from '@mainstay/domain/work-item/work-item'
import type { RunStatus, RunStep } from '@mainstay/domain/workflow-run/workflow-run'
import type { Shape } from '@/ui/glyph.tsx'
import type { IconName } from '@/ui/icon.tsx'
import type { Tone } from '@/ui/tone.ts'

export type StateLook = { shape: Shape; tone?: Tone; words: string }

export const paymentLook: Record<PaymentStatus, StateLook> = {
  unpaid: { shape: 'notStarted', words: 'Unpaid' },
  authorised: { shape: 'inProgress', words: 'Authorised' },
  partially_paid: { shape: 'inProgress', words: 'Part paid' },
  paid: { shape: 'done', words: 'Paid' },
  partially_refunded: { shape: 'reversed', words: 'Part refunded' },
  refunded: { shape: 'reversed', words: 'Refunded' },
  payment_returned: { shape: 'attention', words: 'Returned by the bank' },
  charged_back: { shape: 'attention', words: 'Charged back' },
  unknown: { shape: 'unknown', words: 'Unknown' },
  failed: { shape: 'failed', words: 'Failed' },
}

export const fulfilmentLook: Record<FulfilmentStatus, StateLook> = {
  placed: { shape: 'notStarted', words: 'Placed' },
  accepted: { shape: 'notStarted', words: 'Accepted' },
  in_fulfilment: { shape: 'inProgress', words: 'In progress' },
  partially_shipped: { shape: 'inProgress', words: 'Part shipped' },
  shipped: { shape: 'inProgress', words: 'Shipped' },
  delivered: { shape: 'done', words: 'Delivered' },
  closed: { shape: 'done', words: 'Closed' },
  on_hold: { shape: 'onHold', words: 'On hold' },
  cancelled: { shape: 'stopped', words: 'Cancelled' },
}

/** `none` has no look: the cell shows a dash. */
export const returnLook: Record<Exclude<ReturnStatus, 'none'>, StateLook> = {
  requested: { shape: 'waitsForPerson', words: 'Return requested' },
  partially_returned: { shape: 'reversed', words: 'Part returned' },
  returned: { shape: 'reversed', words: 'Returned' },
}

export const refundLook: Record<RefundStatus, StateLook> = {
  requested: { shape: 'waitsForPerson', words: 'Waits for a second person' },
  denied: { shape: 'stopped', words: 'Denied' },
  approved: { shape: 'inProgress', words: 'Approved' },
  sending: { shape: 'inProgress', words: 'Sending' },
  succeeded: { shape: 'done', words: 'Paid back' },
  failed: { shape: 'failed', words: 'Failed' },
  unknown: { shape: 'unknown', words: 'Unknown' },
  released: { shape: 'stopped', words: 'Given up' },
}

export const refundReasonWords: Record<RefundReason, string> = {
  defective: 'Defective goods',
  not_as_described: 'Not as described',
  late: 'Late',
  cancelled: 'Cancelled',
  goodwill: 'Goodwill',
  duplicate_charge: 'Charged twice',
  other: 'Other',
}

export const refundBearerWords: Record<RefundBearer, string> = {
  seller: 'The seller bears the cost',
  operator: 'The marketplace bears the cost',
  shared: 'The cost is shared',
}

export const runLook: Record<RunStatus, StateLook> = {
  queued: { shape: 'notStarted', words: 'Queued' },
  running: { shape: 'inProgress', words: 'Running' },
  waiting: { shape: 'inProgress', words: 'Waiting' },
  completed: { shape: 'done', words: 'Completed' },
  failed: { shape: 'failed', words: 'Failed' },
  cancelled: { shape: 'stopped', words: 'Cancelled' },
  blocked: { shape: 'waitsForPerson', words: 'Held for a person' },
}

export const stepLook: Record<RunStep['status'], StateLook> = {
  done: { shape: 'done', words: 'Done' },
  failed: { shape: 'failed', words: 'Failed' },
  skipped: { shape: 'stopped', words: 'Skipped' },
  retrying: { shape: 'inProgress', words: 'Will be tried again' },
  waiting: { shape: 'inProgress', words: 'Waiting' },
}

export const importLook: Record<ImportRunStatus, StateLook> = {
  running: { shape: 'inProgress', words: 'Running' },
  completed: { shape: 'done', words: 'Completed' },
  completed_with_errors: { shape: 'attention', words: 'Completed, some rejected' },
  failed: { shape: 'failed', words: 'Failed' },
}

export const disputeLook: Record<DisputeStatus, StateLook> = {
  inquiry: { shape: 'attention', words: 'The bank asks' },
  open: { shape: 'waitsForPerson', words: 'Open' },
  won: { shape: 'done', words: 'Won' },
  lost: { shape: 'failed', words: 'Lost' },
}

export const webhookLook: Record<WebhookStatus, StateLook> = {
  held: { shape: 'waitsForPerson', words: 'Waits for a person' },
  not_ours: { shape: 'stopped', words: 'Not ours' },
  placed: { shape: 'done', words: 'Placed' },
  dismissed: { shape: 'stopped', words: 'Dismissed' },
}

export const workItemWords: Record<WorkItemKind, { noun: string; icon: IconName; title: string }> = {
  payment_unknown: { noun: 'Payment', icon: 'bank', title: 'Payment outcome unknown' },
  payment_stalled: { noun: 'Payment', icon: 'bank', title: 'Payment stands still' },
  refund_unknown: { noun: 'Refund', icon: 'reverse', title: 'Refund outcome unknown' },
  refund_stalled: { noun: 'Refund', icon: 'reverse', title: 'Refund stands still' },
  refund_failed: { noun: 'Refund', icon: 'reverse', title: 'Refund failed' },
  refund_waiting: { noun: 'Refund', icon: 'reverse', title: 'Refund waits for a second person' },
  run_held: { noun: 'Run', icon: 'runs', title: 'Run held' },
  cancel_too_late: { noun: 'Order', icon: 'cart', title: 'Cancelled too late' },
  webhook_contradiction: { noun: 'Webhook', icon: 'plug', title: 'Provider and books disagree' },
  external_action: { noun: 'Refund', icon: 'reverse', title: 'Refunded at the provider' },
  dispute_open: { noun: 'Dispute', icon: 'bank', title: 'The buyer’s bank takes money back' },
}
