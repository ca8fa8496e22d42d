import type { WorkItemRefusal } from '@mainstay/domain/work-item/decide'
import type { WorkItemEnding, WorkItemKind } from '@mainstay/domain/work-item/kind'
import { snoozeDaysMax } from '@mainstay/domain/work-item/snooze'
import type { WorkItem } from '@mainstay/domain/work-item/work-item'
import { address, type Query } from '@/address.ts'
import type { IconName } from '@/ui/icon.tsx'
import type { NavigationItem, RefusalWords, StateLook } from './noun.ts'
import { orders } from './order.ts'
import { refunds } from './refund.ts'
import { runs } from './run.ts'
import { sellers } from './seller.ts'

const place: NavigationItem = {
  group: 'Work',
  title: 'Work queue',
  href: '/queue',
  icon: 'queue',
  key: 'q',
  permission: 'workItem.read',
}

/** The views of the list that are tabs, in their order. */
const views = {
  open: 'All open',
  mine: 'Mine',
  late: 'Past the clock',
  unowned: 'No owner',
  snoozed: 'Snoozed',
  resolved: 'Resolved',
}

/** Why a view of the queue is empty. */
const empty = {
  open: {
    title: 'Nothing waits for a person',
    text: 'A payment nobody knows about, a refund to release or a run that stopped would stand here.',
    shape: 'done',
  },
  mine: {
    title: 'Nothing is yours',
    text: 'Take an item from all open ones, and it stands here until it is resolved.',
  },
  late: { title: 'Nothing is past its clock', text: 'Every open item still has time.', shape: 'done' },
  unowned: { title: 'Every open item has an owner', text: 'New items start without one.', shape: 'done' },
  snoozed: { title: 'Nothing is put aside', text: 'What somebody snoozes stands here until its time has come.' },
  resolved: { title: 'Nothing has been resolved yet', text: 'What a person or the system closes is kept here.' },
  filtered: { title: 'No item matches', text: 'Take a filter away.' },
} as const

type Kind = {
  noun: string
  icon: IconName
  title: string
  look: StateLook
  /** Why nothing goes on by itself: the fact, then how it ends. */
  fact: string
  end: string
  /** Where the thing itself can be decided. */
  opens: 'refund' | 'run' | 'order' | 'seller'
}

const kinds: Record<WorkItemKind, Kind> = {
  payment_unknown: {
    noun: 'Payment',
    icon: 'bank',
    title: 'Payment outcome unknown',
    look: { shape: 'unknown', words: 'Unknown' },
    fact: 'Nothing is sent a second time on a guess.',
    end: 'The provider is asked under the same key, so it cannot charge twice. It ends with a fact from there, or with your decision and its reason.',
    opens: 'order',
  },
  payment_stalled: {
    noun: 'Payment',
    icon: 'bank',
    title: 'Payment stands still',
    look: { shape: 'attention', words: 'Stands still' },
    fact: 'No run is at work on it, and nothing is sent on a guess.',
    end: 'What the provider says of it settles it: its event sent again moves the payment on.',
    opens: 'order',
  },
  refund_unknown: {
    noun: 'Refund',
    icon: 'reverse',
    title: 'Refund outcome unknown',
    look: { shape: 'unknown', words: 'Unknown' },
    fact: 'Nothing is sent a second time on a guess.',
    end: 'The provider is asked under the same key, so it cannot pay back twice. It ends with a fact from there, or with your decision and its reason.',
    opens: 'refund',
  },
  refund_stalled: {
    noun: 'Refund',
    icon: 'reverse',
    title: 'Refund stands still',
    look: { shape: 'attention', words: 'Stands still' },
    fact: 'No run is at work on it, and nothing is sent on a guess.',
    end: 'What the provider says of it settles it: its event sent again moves the refund on.',
    opens: 'refund',
  },
  refund_failed: {
    noun: 'Refund',
    icon: 'reverse',
    title: 'Refund failed',
    look: { shape: 'failed', words: 'Failed' },
    fact: 'A refund the provider refused is not sent again by itself.',
    end: 'It would be refused again until something changes. The money is still with the marketplace.',
    opens: 'refund',
  },
  refund_waiting: {
    noun: 'Refund',
    icon: 'reverse',
    title: 'Refund waits for a second person',
    look: { shape: 'waitsForPerson', words: 'Waits for a person' },
    fact: 'No money moves before a second person has looked.',
    end: 'Whoever asked for the refund cannot release it.',
    opens: 'refund',
  },
  run_held: {
    noun: 'Run',
    icon: 'runs',
    title: 'Run held',
    look: { shape: 'waitsForPerson', words: 'Held' },
    fact: 'A held run does not go on by itself.',
    end: 'What failed would fail again until something changes. Retry it once that has happened.',
    opens: 'run',
  },
  cancel_too_late: {
    noun: 'Order',
    icon: 'cart',
    title: 'Canceled too late',
    look: { shape: 'attention', words: 'Paid all the same' },
    fact: 'Money that was taken is not given back by itself.',
    end: 'It goes back by a refund, which a second person releases, or the order stands.',
    opens: 'order',
  },
  webhook_contradiction: {
    noun: 'Webhook',
    icon: 'plug',
    title: 'Provider and books disagree',
    look: { shape: 'attention', words: 'Disagrees' },
    fact: 'Neither side is corrected by itself.',
    end: 'The provider and the books say different things. A person decides which one holds.',
    opens: 'order',
  },
  refund_expired: {
    noun: 'Refund',
    icon: 'reverse',
    title: 'Refund request lapsed',
    look: { shape: 'stopped', words: 'Lapsed' },
    fact: 'No money moved, and none was promised to the buyer.',
    end: 'It ends when you have asked again or told the buyer. A new request has a clock of its own.',
    opens: 'order',
  },
  amount_mismatch: {
    noun: 'Payment',
    icon: 'bank',
    title: 'Another amount than expected',
    look: { shape: 'attention', words: 'Differs' },
    fact: 'The books have what the provider moved; what no order explains is in suspense.',
    end: 'It ends when somebody knows why the amount differs and has settled the difference.',
    opens: 'order',
  },
  fx_unexpected: {
    noun: 'Payment',
    icon: 'bank',
    title: 'Money in another currency',
    look: { shape: 'attention', words: 'Exchanged' },
    fact: 'Nothing is exchanged here: both amounts stand in suspense, each in its currency.',
    end: 'It ends when the provider settles in the currency of the order, and both amounts are cleared.',
    opens: 'order',
  },
  external_action: {
    noun: 'Payment',
    icon: 'reverse',
    title: 'Done at the provider',
    look: { shape: 'attention', words: 'Done elsewhere' },
    fact: 'The books have it: what the provider did is a fact.',
    end: 'Nobody here asked for it. It ends when somebody knows who did, and whether the sellers are to bear it.',
    opens: 'order',
  },
  dispute_open: {
    noun: 'Dispute',
    icon: 'bank',
    title: 'The buyer’s bank takes money back',
    look: { shape: 'waitsForPerson', words: 'Waits for evidence' },
    fact: 'The bank decides, not the marketplace.',
    end: 'Evidence is sent at the provider before the clock ends. It closes by itself once the bank has decided.',
    opens: 'order',
  },
  seller_review: {
    noun: 'Seller',
    icon: 'shop',
    title: 'Seller waits for review',
    look: { shape: 'waitsForPerson', words: 'Waits for review' },
    fact: 'Nothing of the seller is on sale before they are taken on.',
    end: 'It closes by itself once they are taken on, turned down or asked for more.',
    opens: 'seller',
  },
  ledger_proof: {
    noun: 'Ledger',
    icon: 'bank',
    title: 'Books do not add up',
    look: { shape: 'failed', words: 'Unproved' },
    fact: 'The books are proved every night, and nothing in them is mended by itself.',
    end: 'An engineer finds out what wrote past the ledger. It closes by itself with the first proof that holds.',
    opens: 'order',
  },
}

/** By what an item has ended. */
const endings: Record<WorkItemEnding, string> = {
  decision: 'by a decision',
  fact: 'by what came in',
  person: 'by hand',
}

const refusals: RefusalWords<WorkItemRefusal> = {
  'work_item.already_resolved': {
    fact: 'This item is already resolved.',
    wayOut: 'Reload the queue to see how it ended.',
  },
  'work_item.changed': ({ owner }) => ({
    fact: `The item changed while you looked at it. ${owner === null ? 'Nobody has' : `${owner} has`} it now.`,
    wayOut: 'Nothing was done. Look at it again, then decide.',
  }),
  'work_item.owned': (refusal) => ({
    fact: `${refusal.owner} has taken this item.`,
    wayOut: 'Ask them before you act on it, or have it given to you.',
  }),
  'work_item.not_yours': ({ owner }) =>
    owner === null
      ? { fact: 'Nobody has taken this item.', wayOut: 'There is nothing to let go of.' }
      : { fact: `${owner} has this item.`, wayOut: 'Only they let go of it. Give it to yourself to take it over.' },
  'work_item.out_of_sight': ({ name }) => ({
    fact: `${name} cannot see the work queue.`,
    wayOut: 'Choose somebody who can. An administrator can grant the right.',
  }),
  'work_item.snooze_over': { fact: 'That time has passed.', wayOut: 'Choose a later one.' },
  'work_item.snooze_too_long': {
    fact: 'That is too far away.',
    wayOut: `Nothing is put aside for more than ${snoozeDaysMax} days, or past a bank’s deadline.`,
  },
  'work_item.awaits_decision': ({ subject }) => ({
    fact: `${subject.label} waits for a decision.`,
    wayOut: 'Approve it or turn it down: that closes this item.',
  }),
  'work_item.awaits_fact': {
    fact: 'It has not ended yet, whatever is written here.',
    wayOut: 'It closes by itself once the provider says how it ended. Until then you can put it aside.',
  },
  'work_item.thread_full': ({ most }) => ({
    fact: `There are ${most} comments already.`,
    wayOut: 'Close the item with what is known.',
  }),
}

export const workItems = {
  place,
  /** What opens where no view is asked for. */
  first: 'open',
  views,
  empty,
  list: (query?: Query) => address(place.href, query),
  kinds,
  endings,
  refusals,
}

export type NextStep = { label: string; href: string }

/** Where the thing itself can be decided; undefined when no right of the person opens it. */
export function nextStep(item: WorkItem, permissions: readonly string[]): NextStep | undefined {
  const { opens } = kinds[item.kind]
  const runId = item.runId ?? (item.subject.type === 'workflow_run' ? item.subject.id : undefined)
  if (opens === 'refund' && permissions.includes('refund.read')) {
    const label = item.kind === 'refund_waiting' ? 'Review refund' : 'Open refund'
    return { label, href: refunds.href(item.subject.id) }
  }
  if (opens === 'seller' && permissions.includes('seller.read')) {
    return { label: 'Review seller', href: sellers.href(item.subject.id) }
  }
  if (opens === 'run' && runId !== undefined && permissions.includes('workflow.read')) {
    return { label: 'Open run', href: runs.href(runId) }
  }
  if (item.purchaseId === null || !permissions.includes('purchase.read')) return undefined
  return { label: 'Open order', href: orders.href(item.purchaseId) }
}
