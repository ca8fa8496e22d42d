import type { StepEntry } from './journal-entry.ts'

export interface PendingWrites {
  add(entry: StepEntry): void
  /** Held back until something takes it along: a flush, or the move that ends this claim. */
  hold(entry: StepEntry): void
  /** Resolves when all that was added before is durable. */
  flush(): Promise<void>
  /** Waits for the write in flight, then hands over what is left. */
  take(): Promise<StepEntry[]>
}

/**
 * Step results of one run on their way to the journal. A result that nothing builds on yet travels with the park or the
 * finish if that comes in the same turn, else alone one turn later, and in any case before the next effect.
 */
export function createPendingWrites(
  send: (entries: StepEntry[]) => Promise<void>,
  isHalted: () => boolean,
): PendingWrites {
  let entries: StepEntry[] = []
  let inFlight: Promise<void> | undefined
  let scheduled = false

  // A loop, because branches wait here too: the first to wake up may have sent the entries of the others.
  async function idle() {
    while (inFlight !== undefined) await inFlight
  }
  async function flush() {
    await idle()
    if (isHalted() || entries.length === 0) return
    const batch = entries.splice(0)
    inFlight = send(batch).finally(() => {
      inFlight = undefined
    })
    await inFlight
  }

  return {
    flush,
    hold: (entry) => {
      entries.push(entry)
    },
    add(entry) {
      entries.push(entry)
      if (scheduled) return
      scheduled = true
      setImmediate(() => {
        scheduled = false
        void flush()
      })
    },
    async take() {
      await idle()
      const left = entries
      entries = []
      return left
    },
  }
}
