import { purchaseNumber } from '@mainstay/domain/purchase/number'
import type { DemoBuyer } from './buyers.ts'
import { type Chance, chance } from './chance.ts'
import { digestOf, idOf } from './lasting-name.ts'
import type { DemoMarketplace } from './marketplace.ts'
import { daysBefore, daysOfHistory } from './open-marketplace.ts'

/** What becomes of a purchase. All but `paid` and `declined` happened this morning. */
export type Fate =
  | 'paid'
  | 'declined'
  | 'refund_fails'
  | 'stopped_before_authorisation'
  | 'stopped_before_capture'
  | 'authorisation_unknown'
  | 'capture_unknown'
  | 'run_held'
  | 'just_placed'

/** A purchase to be; the same number and run for every start of the same demo, so that none is placed twice. */
export type PlannedPurchase = {
  number: string
  runId: string
  buyer: DemoBuyer
  lines: { offer: number; quantity: number }[]
  card: string
  placedAt: Date
  fate: Fate
}

const goodCards = ['pm_card_visa', 'pm_card_visa', 'pm_card_mastercard', 'pm_card_amex'] as const
const declinedCards = [
  'pm_card_chargeDeclined',
  'pm_card_chargeDeclinedInsufficientFunds',
  'pm_card_chargeDeclinedExpiredCard',
  'pm_card_authenticationRequired',
] as const

/** This morning's troubles, with how many minutes ago each was placed. */
const troubles: readonly { fate: Fate; minutesAgo: number }[] = [
  { fate: 'run_held', minutesAgo: 205 },
  { fate: 'authorisation_unknown', minutesAgo: 88 },
  { fate: 'capture_unknown', minutesAgo: 71 },
  { fate: 'stopped_before_capture', minutesAgo: 66 },
  { fate: 'stopped_before_capture', minutesAgo: 63 },
  { fate: 'stopped_before_capture', minutesAgo: 58 },
  { fate: 'stopped_before_authorisation', minutesAgo: 52 },
  { fate: 'stopped_before_authorisation', minutesAgo: 47 },
  { fate: 'just_placed', minutesAgo: 0 },
  { fate: 'just_placed', minutesAgo: 0 },
  { fate: 'just_placed', minutesAgo: 0 },
]

/** All purchases of a marketplace, oldest first: the last of them are this morning's troubles. */
export function planPurchases({ tenant, buyers, size, seed }: DemoMarketplace, now: Date): PlannedPurchase[] {
  const offers = size.sellers * size.offersEach
  const troubled = size.purchases > 2 * troubles.length ? troubles : []
  const chances = chance(seed + 1)

  const ordinary = Array.from({ length: size.purchases - troubled.length }, () => pastMoment(chances, now))
    .sort((a, b) => a.getTime() - b.getTime())
    .map((placedAt, position) => ({ placedAt, fate: ordinaryFate(position) }))
  const recent = troubled.map(({ fate, minutesAgo }) => ({ placedAt: minutesBefore(now, minutesAgo), fate }))

  return [...ordinary, ...recent].map(({ placedAt, fate }, position) => ({
    placedAt,
    fate,
    number: purchaseNumber(tenant.numberPrefix, digestOf(`${tenant.slug} purchase ${position}`)),
    runId: idOf(`${tenant.slug} purchase ${position}`),
    buyer: chances.of(buyers),
    lines: basket(chances, { offers, offersEach: size.offersEach }),
    card: cardOf(fate, chances),
  }))
}

function ordinaryFate(position: number): Fate {
  if (position % 31 === 13) return 'declined'
  return position % 97 === 40 ? 'refund_fails' : 'paid'
}

function cardOf(fate: Fate, chances: Chance): string {
  if (fate === 'declined') return chances.of(declinedCards)
  return fate === 'refund_fails' ? 'pm_card_refundFail' : chances.of(goodCards)
}

/** A working hour of the last weeks, more of them lately; weekends are quiet. */
function pastMoment(chances: Chance, now: Date): Date {
  const daysAgo = Math.min(chances.below(daysOfHistory), chances.below(daysOfHistory + 15))
  const day = daysBefore(now, daysAgo + 1)
  day.setUTCHours(5 + Math.max(chances.below(12), chances.below(6)), chances.below(60), chances.below(60), 0)
  const isWeekend = day.getUTCDay() === 0 || day.getUTCDay() === 6
  return isWeekend && chances.below(5) > 0 ? pastMoment(chances, now) : day
}

/** One to four sellers, mostly one, with one to three goods of each. */
function basket(chances: Chance, shop: { offers: number; offersEach: number }): PlannedPurchase['lines'] {
  const wanted = chances.of([1, 1, 1, 1, 2, 2, 2, 3, 4])
  const sellers = new Set(Array.from({ length: wanted }, () => chances.below(shop.offers / shop.offersEach)))
  return [...sellers].flatMap((seller) => {
    const goods = new Set(Array.from({ length: 1 + chances.below(3) }, () => chances.below(shop.offersEach)))
    return [...goods].map((good) => ({
      offer: seller * shop.offersEach + good,
      quantity: chances.of([1, 1, 2, 2, 3, 4, 6, 10]),
    }))
  })
}

function minutesBefore(at: Date, minutes: number): Date {
  return new Date(at.getTime() - minutes * 60_000)
}
