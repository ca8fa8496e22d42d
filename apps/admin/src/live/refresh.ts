import type { ObjectChange } from '@mainstay/domain/command/object-change'
import type { Query, QueryClient } from '@tanstack/react-query'
import { type Asked, isShownBy } from './shown-by.ts'

/** A page that comes up now may have been rendered before the changes of the last moments. */
const recentMillis = 5_000
const collectMillis = 200
/** A busy market does not make a list blink. */
const pauseMillis = 1_000

/** Asks again for what is on screen and has changed, not more often than it is answered. */
export function createRefresh(client: QueryClient) {
  const recent = new Map<ObjectChange, number>()
  let waiting: ObjectChange[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  async function flush() {
    const changes = waiting
    waiting = []
    await client.invalidateQueries({ predicate: (query) => isStale(query, changes) }).catch(() => {})
    timer = setTimeout(() => {
      timer = undefined
      if (waiting.length > 0) void flush()
    }, pauseMillis)
  }

  const leave = client.getQueryCache().subscribe(({ type, query }) => {
    if (type !== 'observerAdded' || recent.size === 0) return
    forgetOld()
    if (isStale(query, [...recent.keys()]))
      queueMicrotask(() => void client.invalidateQueries({ queryKey: query.queryKey }))
  })

  function forgetOld() {
    for (const [change, at] of recent) if (at < Date.now() - recentMillis) recent.delete(change)
  }

  return {
    changed(changes: readonly ObjectChange[]) {
      for (const change of changes) recent.set(change, Date.now())
      waiting.push(...changes)
      timer ??= setTimeout(() => void flush(), collectMillis)
    },
    everything: () => void client.invalidateQueries(),
    /** For a tab that has just been opened. */
    recent(): readonly ObjectChange[] {
      forgetOld()
      return [...recent.keys()]
    },
    stop() {
      leave()
      clearTimeout(timer)
    },
  }
}

function isStale(query: Query, changes: readonly ObjectChange[]): boolean {
  const asked = askedBy(query)
  return asked !== undefined && changes.some((change) => isShownBy(asked, change))
}

/** tRPC's key: the path, then what was asked. */
function askedBy({ queryKey: [path, asked], state }: Query): Asked | undefined {
  return Array.isArray(path) ? { path: path.join('.'), input: asked, answer: state.data } : undefined
}
