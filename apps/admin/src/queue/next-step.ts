import type { WorkItem, WorkItemKind } from '@mainstay/domain/work-item/work-item'
import { paths } from '@/paths.ts'

export type NextStep = { label: string; href: string }

/** Where the thing itself can be decided; undefined when no right of the person opens it. */
export function nextStep(item: WorkItem, permissions: readonly string[]): NextStep | undefined {
  const order = permissions.includes('purchase.read') ? orderOf(item) : undefined
  switch (item.kind) {
    case 'refund_waiting':
      return permissions.includes('refund.read')
        ? { label: 'Review refund', href: paths.approval(item.subject.id) }
        : order
    case 'refund_failed':
    case 'refund_unknown':
    case 'refund_stalled':
      return permissions.includes('refund.read')
        ? { label: 'Open refund', href: paths.approval(item.subject.id) }
        : order
    case 'run_held': {
      const runId = item.runId ?? (item.subject.type === 'workflow_run' ? item.subject.id : undefined)
      return runId !== undefined && permissions.includes('workflow.read')
        ? { label: 'Open run', href: paths.run(runId) }
        : order
    }
    case 'cancel_too_late':
    case 'payment_unknown':
    case 'payment_stalled':
    case 'webhook_contradiction':
    case 'external_action':
    case 'dispute_open':
      return order
  }
}

function orderOf(item: WorkItem): NextStep | undefined {
  return item.purchaseId === null ? undefined : { label: 'Open order', href: paths.order(item.purchaseId) }
}

/** Why nothing goes on by itself: the fact, then how it ends. */
export const whyItWaits: Record<WorkItemKind, { fact: string; end: string }> = {
  payment_unknown: {
    fact: 'Nothing is sent a second time on a guess.',
    end: 'The provider is asked under the same key, so it cannot charge twice. It ends with a fact from there, or with your decision and its reason.',
  },
  payment_stalled: {
    fact: 'No run is at work on it, and nothing is sent on a guess.',
    end: 'What the provider says of it settles it: its event sent again moves the payment on.',
  },
  refund_unknown: {
    fact: 'Nothing is sent a second time on a guess.',
    end: 'The provider is asked under the same key, so it cannot pay back twice. It ends with a fact from there, or with your decision and its reason.',
  },
  refund_stalled: {
    fact: 'No run is at work on it, and nothing is sent on a guess.',
    end: 'What the provider says of it settles it: its event sent again moves the refund on.',
  },
  refund_failed: {
    fact: 'A refund the provider refused is not sent again by itself.',
    end: 'It would be refused again until something changes. The money is still with the marketplace.',
  },
  refund_waiting: {
    fact: 'No money moves before a second person has looked.',
    end: 'Whoever asked for the refund cannot release it.',
  },
  run_held: {
    fact: 'A held run does not go on by itself.',
    end: 'What failed would fail again until something changes. Retry it once that has happened.',
  },
  cancel_too_late: {
    fact: 'Money that was taken is not given back by itself.',
    end: 'It goes back by a refund, which a second person releases, or the order stands.',
  },
  webhook_contradiction: {
    fact: 'Neither side is corrected by itself.',
    end: 'The provider and the books say different things. A person decides which one holds.',
  },
  external_action: {
    fact: 'The books have it: what the provider did is a fact.',
    end: 'Nobody here asked for it. It ends when somebody knows who did, and whether the sellers are to bear it.',
  },
  dispute_open: {
    fact: 'The bank decides, not the marketplace.',
    end: 'Evidence is sent at the provider before the clock ends. It closes by itself once the bank has decided.',
  },
}
