import { type Approver, limitOf } from '@mainstay/domain/access/actor'
import type { Me } from '@mainstay/domain/access/session'
import { formatMoney } from '@mainstay/domain/money/format'
import { approveRefund, type DecideRefundRefusal, denyRefund } from '@mainstay/domain/refund/approve'
import { type Refund } from '@mainstay/domain/refund/refund'
import { refusalOf } from '@/console/failure-words.ts'
import { missingPermission, refusedBy } from '@/console/refusal-words.ts'
import type { Shape } from '@/ui/glyph.tsx'
import type { Refusal } from '@/ui/tooltip.tsx'

export function approverOf({ member, limits }: Me): Approver {
  return { id: member.id, name: member.name, limits }
}

/** Why this person may not release this refund now, by the rule the api applies under the lock. */
export function refusedToApprove(refund: Refund, me: Me, now: Date): Refusal | undefined {
  if (!me.permissions.includes('refund.approve')) {
    return missingPermission('refund.approve')
  }
  return refusedBy(approveRefund(refund, approverOf(me), { version: refund.version, at: now }))
}

export function refusedToDeny(refund: Refund, me: Me, now: Date): Refusal | undefined {
  if (!me.permissions.includes('refund.deny')) {
    return missingPermission('refund.deny')
  }
  return refusedBy(denyRefund(refund, approverOf(me), { version: refund.version, at: now }))
}

export type Check = { code: DecideRefundRefusal['code'] | 'permission'; ok: boolean; words: string }

/** What the rule looks at, each on its own, so that a person sees what holds beside what does not. */
export function checksOf(refund: Refund, me: Me, now: Date): Check[] {
  const limit = limitOf(approverOf(me), 'refund.approve', refund.amount.currency)
  const own = refund.requestedBy.id === me.member.id
  const lapsed = now >= refund.expiresAt
  const within = refund.amount.amount <= limit.amount
  return [
    { code: 'refund.own_request', ok: !own, words: own ? 'You asked for it yourself' : 'You are not the requester' },
    {
      code: 'refund.over_limit',
      ok: within,
      words:
        limit.amount === 0
          ? 'You have no limit for refunds'
          : `${within ? 'Within' : 'Above'} your limit of ${formatMoney(limit)}`,
    },
    {
      code: 'refund.approval_expired',
      ok: !lapsed,
      words: lapsed ? 'The request has lapsed' : 'The request has not lapsed',
    },
  ]
}

/** How far the api is with computing what the refund changes. */
export type Weighing = { isPending: boolean; error: unknown }

/** Whether the books of today still bear the refund: the rule that says no where one does, and never a guess. */
export function checkOfOrder({ isPending, error }: Weighing): { shape: Shape; words: string } {
  if (isPending) return { shape: 'inProgress', words: 'Comparing it with the order' }
  if (error === null) return { shape: 'done', words: 'The order still holds this much' }
  const refusal = refusalOf(error)
  if (refusal === undefined) return { shape: 'unknown', words: 'It could not be compared with the order' }
  return { shape: 'stopped', words: refusal.fact.replace(/\.$/, '') }
}

/** `8c1f…e07a`: enough of a hash to compare by eye. */
export function shortHash(hash: string): string {
  return hash.length <= 12 ? hash : `${hash.slice(0, 4)}…${hash.slice(-4)}`
}
