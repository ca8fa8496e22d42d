import * as z from 'zod'
import { Id } from '../command/id.ts'

/** What an amount of a purchase is: a place where its money is, or what moved it. */
export const WaterfallSubject = z.discriminatedUnion('code', [
  z.object({
    code: z.enum([
      'sales_tax',
      'tax_recoverable',
      'commission',
      'commission_tax',
      'shipping',
      'funding',
      'earned',
      'payable',
      'sellers',
      'marketplace',
      'fees',
      'taxes',
      'buyer',
      'suspense',
    ]),
  }),
  /** `sale`: how it came into the books. */
  z.object({ code: z.literal('paid'), sale: z.enum(['captured', 'imported']).nullable() }),
  z.object({ code: z.literal('held'), sale: z.enum(['captured', 'imported']).nullable() }),
  z.object({ code: z.literal('refund'), number: z.string(), isDecided: z.boolean() }),
  z.object({ code: z.literal('entry'), kind: z.string() }),
])
export type WaterfallSubject = z.infer<typeof WaterfallSubject>

/** A row of the money waterfall of one purchase: a balance, or what was taken from or added to it, per order. */
export const WaterfallStep = z.object({
  key: z.string(),
  subject: WaterfallSubject,
  kind: z.enum(['balance', 'outflow', 'inflow', 'undecided']),
  total: z.int(),
  perOrder: z.array(z.int()),
})
export type WaterfallStep = z.infer<typeof WaterfallStep>

export const ExplainMoney = z.strictObject({ purchaseId: Id })

export const LedgerEntry = z.object({
  id: Id,
  kind: z.string(),
  effectKey: z.string(),
  orderId: Id.nullable(),
  occurredAt: z.date(),
  postedAt: z.date(),
  postings: z.array(
    z.object({ account: z.string(), owner: z.string(), ownerName: z.string().nullable(), amount: z.int() }),
  ),
})
export type LedgerEntry = z.infer<typeof LedgerEntry>

/**
 * Where the money of one purchase went, computed from its postings alone: from what was paid to what sellers are owed,
 * and what is held of it now, by who has a part in it. `difference` is zero or the books are wrong.
 */
export const Explanation = z.object({
  purchase: z.object({ id: Id, number: z.string() }),
  currency: z.string(),
  orders: z.array(z.object({ id: Id, number: z.string(), sellerName: z.string() })),
  steps: z.array(WaterfallStep),
  holdings: z.array(WaterfallStep),
  entries: z.array(LedgerEntry),
  postingCount: z.int(),
  difference: z.int(),
})
export type Explanation = z.infer<typeof Explanation>
