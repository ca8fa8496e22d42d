import type { RefundBearer, RefundReason } from '@mainstay/domain/refund/refund'

/** How sending an approved refund ends. `bounces` is sent, and comes back a little later. */
export type Sending = 'succeeds' | 'fails' | 'bounces' | 'unknown'

type Decision = { by: string; afterHours: number; note: string } & (
  | { verdict: 'approved'; sending: Sending }
  | { verdict: 'denied' }
)

/** A refund to be, by the keys of the people; `euros` is the least and the most it should come to. */
export type PlannedRefund = {
  requestedBy: string
  hoursAgo: number
  euros: readonly [number, number]
  reason: RefundReason
  note: string
  bearer: RefundBearer
  /** Undefined: it waits for a second person. */
  decision?: Decision
}

/** The least and the most in euros, and why. */
type Claim = readonly [least: number, most: number, reason: RefundReason, note: string]
type Course = readonly [requestedBy: string, decidedBy: string, daysAgo: number, afterHours: number]

function waits(
  [requestedBy, hoursAgo]: readonly [requestedBy: string, hoursAgo: number],
  [least, most, reason, note]: Claim,
  bearer: RefundBearer = 'seller',
): PlannedRefund {
  return { requestedBy, hoursAgo, euros: [least, most], reason, note, bearer }
}

function sent(
  [requestedBy, by, daysAgo, afterHours]: Course,
  claim: Claim,
  { note, sending = 'succeeds', bearer = 'seller' }: { note: string; sending?: Sending; bearer?: RefundBearer },
): PlannedRefund {
  const decision = { verdict: 'approved', by, afterHours, note, sending } as const
  return { ...waits([requestedBy, daysAgo * 24], claim, bearer), decision }
}

function denied([requestedBy, by, daysAgo, afterHours]: Course, claim: Claim, note: string): PlannedRefund {
  return { ...waits([requestedBy, daysAgo * 24], claim), decision: { verdict: 'denied', by, afterHours, note } }
}

export const nordwindRefunds: readonly PlannedRefund[] = [
  sent(['lena', 'sofie', 24, 3], [80, 240, 'late', 'Arrived nine days late, buyer kept it'], {
    note: 'Carrier confirms the delay',
  }),
  sent(['aylin', 'maria', 22, 5], [300, 900, 'not_as_described', 'Size on the label is not the size in the offer'], {
    note: 'Offer text was wrong, seller agrees',
  }),
  sent(['jonas', 'sofie', 20, 2], [100, 600, 'defective', 'Failed the acceptance test on site'], {
    note: 'Test report is attached',
  }),
  sent(['lena', 'maria', 18, 20], [1_100, 3_500, 'canceled', 'Site closed, buyer sent everything back unopened'], {
    note: 'Goods are back in the warehouse',
  }),
  sent(['aylin', 'jonas', 16, 1], [20, 240, 'goodwill', 'Box dented, contents fine'], {
    note: 'Small enough, long-standing buyer',
    bearer: 'operator',
  }),
  denied(
    ['lena', 'sofie', 15, 6],
    [150, 800, 'other', 'Buyer found it cheaper elsewhere'],
    'No reason to pay this back',
  ),
  sent(['jonas', 'maria', 13, 4], [200, 900, 'defective', 'One of them does not work, photos attached'], {
    note: 'Photos show the fault',
  }),
  sent(['aylin', 'sofie', 11, 3], [60, 700, 'late', 'Missed the installation date'], {
    note: 'Seller accepts half',
    bearer: 'shared',
  }),
  sent(['lena', 'sofie', 9, 2], [90, 500, 'not_as_described', 'Other model than ordered'], {
    note: 'Label on the photo is clear',
  }),
  sent(['jonas', 'henrik', 8, 22], [1_000, 6_000, 'duplicate_charge', 'Ordered twice by mistake within a minute'], {
    note: 'Second order never left the warehouse',
  }),
  sent(['aylin', 'jonas', 6, 1], [30, 240, 'goodwill', 'Apology for the wrong delivery note'], {
    note: 'Fine',
    bearer: 'operator',
  }),
  sent(['lena', 'maria', 5, 5], [250, 1_500, 'defective', 'Failed after an hour of use'], {
    note: 'Seller takes it back',
  }),
  denied(
    ['aylin', 'maria', 4, 3],
    [300, 2_000, 'defective', 'Buyer says it rusts'],
    'Used outdoors against the data sheet',
  ),
  sent(['jonas', 'sofie', 3, 4], [100, 800, 'late', 'Came after the shutdown was over'], {
    note: 'Delay is documented',
  }),
  sent(['lena', 'maria', 1.4, 2], [120, 900, 'defective', 'Dead on arrival'], {
    note: 'Seller agrees',
    sending: 'fails',
  }),
  sent(['aylin', 'sofie', 0.3, 1], [80, 700, 'not_as_described', 'Part of the set is missing'], {
    note: 'Packing list and photo agree',
    sending: 'unknown',
  }),
  waits(['lena', 25], [1_300, 4_800, 'canceled', 'Project was called off, goods unopened']),
  waits(['lena', 7.5], [90, 230, 'not_as_described', 'Half of the pack is missing']),
  waits(['jonas', 6.2], [280, 420, 'defective', 'Fails calibration, photos attached']),
  waits(['maria', 3.1], [150, 700, 'goodwill', 'Our campaign mail named the wrong price'], 'operator'),
  waits(['lena', 2.5], [380, 520, 'late', 'Late, buyer refuses the rest']),
  waits(['aylin', 1.2], [1_050, 1_900, 'not_as_described', 'Wrong variant delivered']),
  waits(['aylin', 0.6], [40, 140, 'defective', 'Crushed in transit, photos attached']),
  waits(['jonas', 0.3], [60, 240, 'goodwill', 'Half of it for us, half for the seller'], 'shared'),
  sent(['lena', 'sofie', 0.2, 1], [50, 900, 'canceled', 'Buyer closed the account this was paid from'], {
    note: 'Goods are back',
    sending: 'bounces',
  }),
]

export const balticRefunds: readonly PlannedRefund[] = [
  waits(['jonas', 2], [20, 900, 'defective', 'Does not work, photos attached']),
]
