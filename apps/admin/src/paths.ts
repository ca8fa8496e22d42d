/** The only place that spells a console address. */
export const paths = {
  signIn: (next?: string) => (next === undefined ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`),
  queue: (query?: Query) => withQuery('/queue', query),
  approvals: (query?: Query) => withQuery('/approvals/refunds', query),
  approval: (refundId: string, query?: Query) => withQuery(`/approvals/refunds/${refundId}`, query),
  orders: (query?: Query) => withQuery('/orders', query),
  order: (number: string) => `/orders/${encodeURIComponent(number)}`,
  runs: (query?: Query) => withQuery('/runs', query),
  run: (runId: string) => `/runs/${runId}`,
  audit: (query?: Query) => withQuery('/audit', query),
  imports: (query?: Query) => withQuery('/imports', query),
  importRun: (importRunId: string) => `/imports/${importRunId}`,
  webhooks: (query?: Query) => withQuery('/webhooks', query),
  webhook: (webhookId: string) => `/webhooks/${webhookId}`,
}

export type Query = Record<string, string | undefined>

function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) if (value !== undefined && value !== '') search.set(key, value)
  return search.size === 0 ? path : `${path}?${search}`
}

/** Only an address of this console is followed after signing in; anything else leads to the start page. */
export function safeNext(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : '/'
}
