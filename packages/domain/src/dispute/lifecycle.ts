import type * as z from 'zod'
import { lifecycle } from '../lifecycle/lifecycle.ts'

/** An end that turns into the other one is for a person: what the first moved has to be taken back by hand. */
export const disputeLifecycle = lifecycle('dispute', {
  states: ['inquiry', 'open', 'won', 'lost'],
  moves: {
    /** The bank asks, and has taken nothing. */
    inquire: { to: 'inquiry', by: 'provider', event: 'inquired' },
    open: {
      from: ['inquiry'],
      begins: true,
      to: 'open',
      by: 'provider',
      event: 'opened',
      when: 'evidence is due when the bank says',
    },
    /** Money moved, or the bank says more, and it stands where it stood. */
    update: { from: ['inquiry', 'open', 'won', 'lost'], by: 'provider', event: 'updated' },
    win: { from: ['inquiry', 'open'], to: 'won', by: 'provider', event: 'won' },
    lose: { from: ['inquiry', 'open'], to: 'lost', by: 'provider', event: 'lost' },
  },
})

export const DisputeStatus = disputeLifecycle.State
export type DisputeStatus = z.infer<typeof DisputeStatus>
