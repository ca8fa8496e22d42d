const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

export type RequestOrigin = {
  method: string
  /** The `Origin` header: scheme, host and port. */
  origin: string | undefined
  /** The `Sec-Fetch-Site` header. */
  fetchSite: string | undefined
  hasCookie: boolean
}

/**
 * Whether a request that changes something may come from where it comes from. With a cookie a browser sent it, so it
 * must say that a page of ours did; without one a foreign page is still refused, or it could sign its reader in.
 */
export function isOriginAllowed(request: RequestOrigin, allowedOrigins: readonly string[]): boolean {
  if (safeMethods.has(request.method)) return true
  if (request.origin !== undefined) return allowedOrigins.includes(request.origin)
  if (request.fetchSite !== undefined) return request.fetchSite === 'same-origin'
  return !request.hasCookie
}
