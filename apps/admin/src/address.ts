export type Query = Record<string, string | undefined>

/** A path of this console with the parameters that are set. */
export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) if (value !== undefined && value !== '') search.set(key, value)
  return search.size === 0 ? path : `${path}?${search}`
}

/** `ended` for somebody whose session is over, and who did not sign out. */
export function signInAddress(next?: string, { ended = false } = {}): string {
  return address('/sign-in', { next, ended: ended ? '1' : undefined })
}

/** Only an address of this console is followed after signing in; anything else leads to the start page. */
export function safeNext(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : '/'
}
