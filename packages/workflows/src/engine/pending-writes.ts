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

  // Branches wait here too, and the first to wake up may have sent the entries of the others. So each looks again, and in
  // the very turn in which it goes on: between an answer of another function and our next line somebody else may send.
  async function flush() {
    while (inFlight !== undefined) await inFlight
    if (isHalted() || entries.length === 0) return
    inFlight = send(entries.splice(0)).finally(() => {
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
      while (inFlight !== undefined) await inFlight
      const left = entries
      entries = []
      return left
    },
  }
}
