/** Nobody is believed who asks for more: the wait is for a busy provider, not for a broken clock or header. */
const longestMs = 3_600_000

/** What `Retry-After` asks for, in seconds or as a date; undefined where it is absent or says nothing. */
export function retryAfterMs(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? ''
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now.getTime()
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(Math.ceil(ms), 0), longestMs)
}
