import * as z from 'zod'
import { type Approver, limitOf } from '../access/actor.ts'
import { Money } from '../money/money.ts'
import { type Awaiting, againstApproving, againstDenying, DecideRefundRefusal, type Look } from './approve.ts'

/** All that speaks against each decision, for one reader; nothing means that it is theirs to make. */
export const RefundVerdict = z.object({
  approve: z.array(DecideRefundRefusal),
  deny: z.array(DecideRefundRefusal),
  /** The most the reader may release of this seller's, in the currency of the refund. */
  limit: Money,
})
export type RefundVerdict = z.infer<typeof RefundVerdict>

/** Who looks at it: with the limits they have at its seller, and whether their rights reach that far. */
export type Onlooker = { approver: Approver; mayApprove: boolean; mayDeny: boolean }

/** What the api would answer this reader if they decided now. */
export function refundVerdict(
  refund: Awaiting & { order: { sellerName: string } },
  { approver, mayApprove, mayDeny }: Onlooker,
  look: Look,
): RefundVerdict {
  const tooFar = { code: 'refund.out_of_reach', seller: refund.order.sellerName } as const
  return {
    approve: [...(mayApprove ? [] : [tooFar]), ...againstApproving(refund, approver, look)],
    deny: [...(mayDeny ? [] : [tooFar]), ...againstDenying(refund, approver, look)],
    limit: limitOf(approver, 'refund.approve', refund.amount.currency),
  }
}
