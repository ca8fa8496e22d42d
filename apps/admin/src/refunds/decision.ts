import { type Approver, limitOf } from '@mainstay/domain/access/actor'
import type { Me } from '@mainstay/domain/access/session'
import { formatMoney } from '@mainstay/domain/money/format'
import { againstApproving, approveRefund, denyRefund } from '@mainstay/domain/refund/approve'
import { type Refund } from '@mainstay/domain/refund/refund'
import { refusalOf } from '@/console/failure-words.ts'
import { refusedBy } from '@/console/refusal-words.ts'
import type { Shape } from '@/ui/glyph.tsx'
import type { Refusal } from '@/ui/tooltip.tsx'

export function approverOf({ member, limits }: Me): Approver {
  return { id: member.id, name: member.name, limits }
}

/** Why this person may not release this refund now, by the rule the api applies under the lock. */
export function refusedToApprove(refund: Refund, me: Me, now: Date): Refusal | undefined {
  return refusedBy(approveRefund(refund, approverOf(me), { version: refund.version, at: now }))
}

export function refusedToDeny(refund: Refund, me: Me, now: Date): Refusal | undefined {
  return refusedBy(denyRefund(refund, approverOf(me), { version: refund.version, at: now }))
}

/** What the rule looks at, each on its own, so that a person sees what holds beside what does not. */
export function checksOf(refund: Refund, me: Me, now: Date): Check[] {
  const approver = approverOf(me)
  const against = againstApproving(refund, approver, { version: refund.version, at: now }).map(({ code }) => code)
  const limit = limitOf(approver, 'refund.approve', refund.amount.currency)
  const words = formatMoney(limit)
  const over = limit.amount === 0 ? 'You have no limit for refunds' : `Above your limit of ${words}`
  const check = (fails: boolean, [held, failed]: readonly [string, string]): Check =>
    fails ? { shape: 'stopped', words: failed } : { shape: 'done', words: held }
  return [
    check(against.includes('refund.own_request'), ['You are not the requester', 'You asked for it yourself']),
    check(against.includes('refund.over_limit'), [`Within your limit of ${words}`, over]),
    check(against.includes('refund.approval_expired'), ['The request has not lapsed', 'The request has lapsed']),
  ]
}

export type Check = { shape: Shape; words: string }

/** How far the api is with computing what the refund changes. */
export type Weighing = { isPending: boolean; error: unknown }

/** Whether the books of today still bear the refund: the rule that says no where one does, and never a guess. */
export function checkOfOrder({ isPending, error }: Weighing): Check {
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
