import { purchaseNumber } from '@mainstay/domain/purchase/number'
import type { DemoBuyer } from './buyers.ts'
import { daysBefore, daysOfHistory } from './create-marketplace.ts'
import type { MarketplacePlan } from './marketplace.ts'
import { type Random, seededRandom } from './seeded-random.ts'
import { stableDigest } from './stable-digest.ts'

/** What becomes of a purchase. All but `paid` and `declined` happened this morning. */
export type Fate =
  | 'paid'
  | 'declined'
  | 'refund_fails'
  | 'stopped_before_authorization'
  | 'stopped_before_capture'
  | 'authorization_unknown'
  | 'capture_unknown'
  | 'run_held'
  | 'just_placed'

/** A purchase to be; the same number for every start of the same demo, so that none is placed twice. */
export type PlannedPurchase = {
  number: string
  buyer: DemoBuyer
  lines: { offer: number; quantity: number }[]
  card: string
  placedAt: Date
  fate: Fate
}

/** A purchase to be, with the run that will pay it. Ids of runs are made in the order of time, as everywhere. */
export type PurchaseToPlace = PlannedPurchase & { runId: string }

const goodCards = ['pm_card_visa', 'pm_card_visa', 'pm_card_mastercard', 'pm_card_amex'] as const
const declinedCards = [
  'pm_card_chargeDeclined',
  'pm_card_chargeDeclinedInsufficientFunds',
  'pm_card_chargeDeclinedExpiredCard',
  'pm_card_authenticationRequired',
] as const

/** This morning's faultsByFate, with how many minutes ago each was placed. */
const faultsByFate: readonly { fate: Fate; minutesAgo: number }[] = [
  { fate: 'run_held', minutesAgo: 205 },
  { fate: 'authorization_unknown', minutesAgo: 88 },
  { fate: 'capture_unknown', minutesAgo: 71 },
  { fate: 'stopped_before_capture', minutesAgo: 66 },
  { fate: 'stopped_before_capture', minutesAgo: 63 },
  { fate: 'stopped_before_capture', minutesAgo: 58 },
  { fate: 'stopped_before_authorization', minutesAgo: 52 },
  { fate: 'stopped_before_authorization', minutesAgo: 47 },
  { fate: 'just_placed', minutesAgo: 0 },
  { fate: 'just_placed', minutesAgo: 0 },
  { fate: 'just_placed', minutesAgo: 0 },
]

/** All purchases of a marketplace, oldest first: the last of them are this morning's troubles. */
export function planPurchases({ tenant, buyers, size, seed }: MarketplacePlan, now: Date): PlannedPurchase[] {
  const offers = size.sellers * size.offersEach
  const troubled = size.purchases > 2 * faultsByFate.length ? faultsByFate : []
  const random = seededRandom(seed + 1)

  const ordinary = Array.from({ length: size.purchases - troubled.length }, () => pastMoment(random, now))
    .sort((a, b) => a.getTime() - b.getTime())
    .map((placedAt, position) => ({ placedAt, fate: ordinaryFate(position) }))
  const recent = troubled.map(({ fate, minutesAgo }) => ({ placedAt: minutesBefore(now, minutesAgo), fate }))

  return [...ordinary, ...recent].map(({ placedAt, fate }, position) => ({
    placedAt,
    fate,
    number: purchaseNumber(tenant.numberPrefix, stableDigest(`${tenant.slug} purchase ${position}`)),
    buyer: random.of(buyers),
    lines: basket(random, { offers, offersEach: size.offersEach }),
    card: cardOf(fate, random),
  }))
}

function ordinaryFate(position: number): Fate {
  if (position % 31 === 13) return 'declined'
  return position % 97 === 40 ? 'refund_fails' : 'paid'
}

function cardOf(fate: Fate, random: Random): string {
  if (fate === 'declined') return random.of(declinedCards)
  return fate === 'refund_fails' ? 'pm_card_refundFail' : random.of(goodCards)
}

/** A working hour of the last weeks, more of them lately; weekends are quiet. */
function pastMoment(random: Random, now: Date): Date {
  const daysAgo = Math.min(random.below(daysOfHistory), random.below(daysOfHistory + 15))
  const day = daysBefore(now, daysAgo + 1)
  day.setUTCHours(5 + Math.max(random.below(12), random.below(6)), random.below(60), random.below(60), 0)
  const isWeekend = day.getUTCDay() === 0 || day.getUTCDay() === 6
  return isWeekend && random.below(5) > 0 ? pastMoment(random, now) : day
}

/** One to four sellers, mostly one, with one to three goods of each. */
function basket(random: Random, shop: { offers: number; offersEach: number }): PlannedPurchase['lines'] {
  const wanted = random.of([1, 1, 1, 1, 2, 2, 2, 3, 4])
  const sellers = new Set(Array.from({ length: wanted }, () => random.below(shop.offers / shop.offersEach)))
  return [...sellers].flatMap((seller) => {
    const goods = new Set(Array.from({ length: 1 + random.below(3) }, () => random.below(shop.offersEach)))
    return [...goods].map((good) => ({
      offer: seller * shop.offersEach + good,
      quantity: random.of([1, 1, 2, 2, 3, 4, 6, 10]),
    }))
  })
}

function minutesBefore(at: Date, minutes: number): Date {
  return new Date(at.getTime() - minutes * 60_000)
}
