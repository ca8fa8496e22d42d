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
