/** `1 order`, `1,284 orders`. */
export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${count === 1 ? noun : `${noun}s`}`
}

/** `1,284`, and `1,000+` where counting stopped. */
export function formatCount(count: number, countedMax = Number.POSITIVE_INFINITY): string {
  return `${count.toLocaleString('en-US')}${count >= countedMax ? '+' : ''}`
}
