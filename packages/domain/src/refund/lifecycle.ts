import type * as z from 'zod'
import { lifecycle } from '../lifecycle/lifecycle.ts'

export const refundLifecycle = lifecycle('refund', {
  states: ['requested', 'denied', 'expired', 'approved', 'sending', 'succeeded', 'failed', 'unknown', 'released'],
  moves: {
    request: { to: 'requested', event: 'requested', reason: 'required' },
    approve: {
      from: ['requested'],
      to: 'approved',
      event: 'approved',
      reason: 'optional',
      secondPerson: true,
      when: 'late after 4 hours, impossible after 14 days',
    },
    deny: { from: ['requested'], to: 'denied', event: 'denied', reason: 'required', secondPerson: true },
    /** By itself, so that what nobody decided about is not left open; it can be asked for again. */
    expire: { from: ['requested'], to: 'expired', by: 'clock', event: 'expired', when: 'nobody decided in 14 days' },
    /** Made at the provider, by nobody here. */
    adopt: { to: 'approved', by: 'provider', event: 'adopted' },
    /** Before the provider is asked, so that a crash leaves a trace of it. */
    send: { from: ['approved', 'failed'], to: 'sending', by: 'system', event: 'sent' },
    /** Only goods came back that nobody paid for: there is no money to send. */
    conclude: { from: ['approved'], to: 'succeeded', by: 'system', event: 'concluded' },
    /** The provider has it, and has not paid it out yet. */
    accept: { from: ['sending', 'unknown', 'failed'], to: 'sending', by: 'provider', event: 'accepted' },
    succeed: {
      from: ['sending', 'unknown', 'failed', 'released'],
      to: 'succeeded',
      by: 'provider',
      event: 'succeeded',
      when: 'a bank may take 14 days; then somebody is asked',
    },
    /** Also after it succeeded: a bank can send the money back. */
    fail: { from: ['sending', 'unknown', 'succeeded'], to: 'failed', by: 'provider', event: 'failed' },
    markUnknown: { from: ['sending'], to: 'unknown', by: 'system', event: 'marked_unknown' },
    release: { from: ['failed'], to: 'released', by: 'system', event: 'released' },
  },
})

export const RefundStatus = refundLifecycle.State
export type RefundStatus = z.infer<typeof RefundStatus>

/** Released, and not yet known to have been paid or refused: a run is to see to it, or a person. */
export const movingRefundStatuses = ['approved', 'sending', 'unknown'] as const satisfies RefundStatus[]
