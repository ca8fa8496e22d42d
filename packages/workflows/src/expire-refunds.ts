import { listExpiredRefunds, saveRefundExpiry } from '@mainstay/db/refund/expire'
import { type ClockSources, endDue } from './by-clock.ts'

/** Ends the requests that nobody decided about in time, in every tenant; answers how many. */
export function expireRefunds(sources: ClockSources): Promise<number> {
  return endDue(sources, {
    what: 'undecided refunds',
    reason: 'not_decided_in_time',
    list: listExpiredRefunds,
    end: saveRefundExpiry,
  })
}
