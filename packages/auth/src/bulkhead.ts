/** Too much of it is going on already: try again in a moment. */
export class TooBusy extends Error {
  readonly retryable = true
  readonly retryAfterSeconds = 1

  constructor(what: string) {
    super(`too many at once: ${what}`)
    this.name = 'TooBusy'
  }
}

/** Lets so many run at once and so many more wait, and turns the rest away with TooBusy. */
export function bulkhead(what: string, { runningMax, waitingMax }: { runningMax: number; waitingMax: number }) {
  const waiting: (() => void)[] = []
  let running = 0

  return async function within<R>(work: () => Promise<R>): Promise<R> {
    if (running >= runningMax) {
      if (waiting.length >= waitingMax) throw new TooBusy(what)
      // The place of the one that ends is handed over, so `running` does not change.
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else running += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
