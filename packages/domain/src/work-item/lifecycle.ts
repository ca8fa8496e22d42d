import { lifecycle } from '../lifecycle/lifecycle.ts'

export const workItemLifecycle = lifecycle('workItem', {
  states: ['open', 'resolved'],
  moves: {
    open: {
      to: 'open',
      by: ['system', 'clock', 'provider', 'refund.request', 'seller.submit'],
      event: 'opened',
      when: 'once for a subject',
    },
    claim: { from: ['open'], event: 'claimed' },
    release: { from: ['open'], event: 'released' },
    assign: { from: ['open'], event: 'assigned' },
    snooze: { from: ['open'], event: 'snoozed', when: 'comes back by itself, within 7 days' },
    comment: { from: ['open', 'resolved'], event: 'commented' },
    resolve: { from: ['open'], to: 'resolved', event: 'resolved', reason: 'required' },
    /** By what it waited for: a decision about its subject, or a fact. */
    settle: {
      from: ['open'],
      to: 'resolved',
      by: [
        'refund.approve',
        'refund.deny',
        'seller.approve',
        'seller.reject',
        'seller.requestInfo',
        'workflow.retry',
        'clock',
        'provider',
        'system',
      ],
      event: 'settled',
    },
  },
})

export type WorkItemMove = keyof typeof workItemLifecycle.moves
