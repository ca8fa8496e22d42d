import { minorDigits } from '@mainstay/domain/money/minor-digits'

/** `1,284`, and `1,000+` where counting stopped. */
export function formatCount(count: number, countedMax = Number.POSITIVE_INFINITY): string {
  return `${count.toLocaleString('en-US')}${count >= countedMax ? '+' : ''}`
}

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
