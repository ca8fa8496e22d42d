import * as z from 'zod'
import { DisputeStatus } from '../dispute/lifecycle.ts'
import { PaymentState } from '../payment/lifecycle.ts'
import { SellerStatus } from '../seller/lifecycle.ts'

/** How an item ended: by whom and when says the item. Rows keep it, so a code is never renamed. */
export const WorkItemResolution = z.discriminatedUnion('code', [
  z.object({ code: z.literal('payment.learned'), status: PaymentState }),
  z.object({ code: z.literal('payment.moved_on') }),
  z.object({ code: z.literal('purchase.canceled') }),
  z.object({ code: z.literal('refund.approved') }),
  z.object({ code: z.literal('refund.denied') }),
  z.object({ code: z.literal('refund.expired') }),
  z.object({ code: z.literal('refund.sent_again'), attempt: z.int() }),
  z.object({ code: z.literal('refund.on_its_way') }),
  z.object({ code: z.literal('refund.failed') }),
  z.object({ code: z.literal('refund.moved_on') }),
  z.object({ code: z.literal('dispute.ended'), status: DisputeStatus }),
  z.object({ code: z.literal('seller.decided'), status: SellerStatus }),
  z.object({ code: z.literal('ledger.proved') }),
  z.object({ code: z.literal('workflow.retried'), reason: z.string() }),
  z.object({ code: z.literal('workflow.goes_on') }),
  /** In the words of whoever closed it. */
  z.object({ code: z.literal('note'), text: z.string() }),
])
export type WorkItemResolution = z.infer<typeof WorkItemResolution>
