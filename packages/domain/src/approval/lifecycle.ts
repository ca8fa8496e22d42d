import type * as z from 'zod'
import { lifecycle } from '../lifecycle/lifecycle.ts'

/** What a second person is asked. It is opened and decided by the moves of its subject, and told by them. */
export const approvalLifecycle = lifecycle('approval', {
  states: ['open', 'approved', 'rejected', 'expired', 'withdrawn'],
  toldBy: 'refund',
  moves: {
    open: { to: 'open', by: 'refund.request', event: 'opened', reason: 'required' },
    approve: {
      from: ['open'],
      to: 'approved',
      by: 'refund.approve',
      event: 'approved',
      reason: 'optional',
      secondPerson: true,
    },
    reject: {
      from: ['open'],
      to: 'rejected',
      by: 'refund.deny',
      event: 'rejected',
      reason: 'required',
      secondPerson: true,
    },
    expire: { from: ['open'], to: 'expired', by: 'clock', event: 'expired', when: 'nobody decided in 14 days' },
  },
})

export const ApprovalStatus = approvalLifecycle.State
export type ApprovalStatus = z.infer<typeof ApprovalStatus>
