import { accept, type Decision, refuse } from '../command/decision.ts'
import { hoursAfter, type QueueChanges } from '../work-item/queue.ts'
import type { RefundStatus } from './lifecycle.ts'
import type { Refund } from './refund.ts'

type ExpireRefusal =
  | { code: 'refund.decided_in_time'; status: RefundStatus }
  | { code: 'refund.not_expired_yet'; expiresAt: Date }

type Expiring = Pick<Refund, 'id' | 'number' | 'status' | 'expiresAt' | 'amount' | 'purchase' | 'order' | 'requestedBy'>

/**
 * Ends a request whose time is over. No money was promised, so none moves: whoever asked is told, and may ask again, when
 * the books are looked at anew. A decision that came first stands.
 */
export function expireRefund<R extends Expiring>(
  refund: R,
  at: Date,
): Decision<{ after: R & { status: 'expired' }; queue: QueueChanges }, ExpireRefusal> {
  const { id, number, status, expiresAt, amount, purchase, order, requestedBy } = refund
  if (status !== 'requested') return refuse({ code: 'refund.decided_in_time', status })
  if (at < expiresAt) return refuse({ code: 'refund.not_expired_yet', expiresAt })
  const owner = requestedBy.id === null ? undefined : { id: requestedBy.id, name: requestedBy.name }
  return accept({
    after: { ...refund, status: 'expired' },
    queue: {
      settles: [{ kind: 'refund_waiting', subjectId: id, resolution: { code: 'refund.expired' } }],
      opens: [
        {
          kind: 'refund_expired',
          subject: { type: 'refund', id, label: number },
          purchaseId: purchase.id,
          cause: { code: 'refund.expired', order: order.number },
          atStake: amount,
          owner,
          dueAt: hoursAfter(at, 24),
        },
      ],
    },
  })
}
