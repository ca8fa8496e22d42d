/** Colour is a claim: a state, a figure from the ledger, or nothing (neutral). */
export type Tone = 'neutral' | 'positive' | 'warning' | 'danger' | 'info' | 'money'

export const toneGlyph: Record<Tone, string> = {
  neutral: 'text-text-3',
  positive: 'text-positive',
  warning: 'text-warning',
  danger: 'text-danger',
  info: 'text-info',
  money: 'text-money',
}

export const toneText: Record<Tone, string> = {
  neutral: 'text-text',
  positive: 'text-positive-text',
  warning: 'text-warning-text',
  danger: 'text-danger-text',
  info: 'text-info-text',
  money: 'text-money-text',
}

export const toneTint: Record<Tone, string> = {
  neutral: 'bg-text/6 text-text',
  positive: 'bg-positive-tint text-positive-text',
  warning: 'bg-warning-tint text-warning-text',
  danger: 'bg-danger-tint text-danger-text',
  info: 'bg-info-tint text-info-text',
  money: 'bg-money-tint text-money-text',
}
