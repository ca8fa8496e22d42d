import { formatMoney } from '@mainstay/domain/money/format'
import type { RefundVerdict } from '@mainstay/domain/refund/verdict'
import { refusalOf } from '@/console/failure-words.ts'
import { refusalWords } from '@/console/refusal-words.ts'
import type { Shape } from '@/ui/glyph.tsx'
import type { Refusal } from '@/ui/tooltip.tsx'

/** How far the api is with saying whether this reader may decide. It weighs their limit at the seller; nobody else does. */
export type Verdict = { data: RefundVerdict | undefined; error: unknown }

/** Why this person may not do it now, in the words of what the api said against it. */
export function refusedTo(decision: 'approve' | 'deny', { data, error }: Verdict): Refusal | undefined {
  if (data === undefined) return error === null ? notYetKnown : (refusalOf(error) ?? notKnown)
  const [first] = data[decision]
  return first && refusalWords(first)
}

const notYetKnown: Refusal = { fact: 'Your rights here are being read.', wayOut: 'It takes a moment.' }
const notKnown: Refusal = { fact: 'Your rights here could not be read.', wayOut: 'Load the page again.' }

/** What the rule looks at, each on its own, so that a person sees what holds beside what does not. */
export function checksOf({ approve, limit }: RefundVerdict): Check[] {
  const against = approve.map(({ code }) => code)
  const words = formatMoney(limit)
  const over = limit.amount === 0 ? 'You have no limit for refunds of this seller' : `Above your limit of ${words}`
  const check = (code: (typeof against)[number], [held, failed]: readonly [string, string]): Check =>
    against.includes(code) ? { shape: 'stopped', words: failed } : { shape: 'done', words: held }
  return [
    check('refund.own_request', ['You are not the requester', 'You asked for it yourself']),
    check('refund.over_limit', [`Within your limit of ${words}`, over]),
    check('refund.approval_expired', ['The request has not lapsed', 'The request has lapsed']),
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
