import { minorDigits } from '@mainstay/domain/money/minor-digits'

const units = [
  { from: 1e9, word: 'bn' },
  { from: 1e6, word: 'm' },
  { from: 1e3, word: 'k' },
]

/** Short enough for an axis: `20k`, `1.5m`. */
export function formatShort(amount: number, currency: string): string {
  const major = amount / 10 ** minorDigits(currency)
  const unit = units.find(({ from }) => major >= from)
  return unit === undefined ? String(major) : `${Math.round((major / unit.from) * 10) / 10}${unit.word}`
}

/** `26 Nov` of `2025-11-26`. */
export function formatCalendarDay(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
}
