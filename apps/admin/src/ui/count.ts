/** `1,284`, and `1,000+` where counting stopped. */
export function formatCount(count: number, countedMax = Number.POSITIVE_INFINITY): string {
  return `${count.toLocaleString('en-US')}${count >= countedMax ? '+' : ''}`
}
