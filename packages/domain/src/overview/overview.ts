import * as z from 'zod'
import { Id } from '../command/id.ts'
import { WorkItemKind } from '../work-item/kind.ts'
import { WorkItemCounts } from '../work-item/work-item.ts'

const Waiting = z.object({ open: z.int(), late: z.int(), soonestDueAt: z.date().nullable() })

/** What of open work has a day of the tenant's own calendar, in its own currency, in minor units. */
const Day = z.object({ day: z.string() })

/** The first page. A part that the reader may not see all of is null. */
export const Overview = z.object({
  work: z.object({ counts: WorkItemCounts, kinds: z.array(Waiting.extend({ kind: WorkItemKind })) }).nullable(),
  approvals: Waiting.nullable(),
  /** Orders whose sellers have not shipped in time. */
  lateOrders: z.int().nullable(),
  orders: z.array(Day.extend({ count: z.int(), total: z.int() })).nullable(),
  money: z.array(Day.extend({ in: z.int(), out: z.int() })).nullable(),
  concerns: z.array(
    z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('assigned'),
        id: Id,
        at: z.date(),
        itemKind: WorkItemKind,
        label: z.string(),
        dueAt: z.date(),
      }),
      z.object({
        kind: z.literal('decided'),
        id: Id,
        at: z.date(),
        label: z.string(),
        status: z.enum(['approved', 'denied']),
        by: z.string(),
      }),
    ]),
  ),
})
export type Overview = z.infer<typeof Overview>
export type Concern = Overview['concerns'][number]
