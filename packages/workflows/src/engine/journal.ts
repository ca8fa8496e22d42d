import { isConnectionLost } from '@mainstay/db/postgres/connection-lost'
import type pg from 'pg'
import type { JournalOperation, StepEntry } from './journal-operation.ts'
import { CONTINUE, JOURNAL, type JournalAnswer, MOVES } from './sql.ts'
import { query } from './statement.ts'

/** Writes one operation; undefined when the run is no longer under its epoch. Rejects on database trouble. */
export type WriteJournal = (operation: JournalOperation) => Promise<JournalAnswer | undefined>

interface Entry {
  operation: JournalOperation
  resolve(answer: JournalAnswer | undefined): void
  reject(error: unknown): void
}

const BATCH_MAX = 100
const WRITES_IN_FLIGHT = 2

/**
 * Coalesces the writes of all runs of this process: one statement takes everything that came while others were in
 * flight. Steps and moves go separately, as only moves may be skipped behind a signaller's lock.
 */
export function createJournal(pool: pg.Pool): WriteJournal {
  const steps = createLane(pool, JOURNAL)
  const moves = createLane(pool, MOVES)
  return async (operation) => {
    if (operation.to === undefined) return steps(operation)
    if (operation.to !== 'continued') return moves(operation)
    const { t, r, e, input, heard = [] } = operation
    const [answer] = await query(pool, CONTINUE, [t, r, e, JSON.stringify(input), heard])
    return answer
  }
}

function createLane(pool: pg.Pool, batched: typeof JOURNAL): WriteJournal {
  const queue: Entry[] = []
  let inFlight = 0

  const send = (statement: typeof JOURNAL, entries: readonly Entry[]) =>
    query(pool, statement, [JSON.stringify(entries.map(({ operation }, i) => ({ ...operation, i })))])

  function sendAlone(entry: Entry) {
    send(JOURNAL, [entry]).then(([answer]) => entry.resolve(answer), entry.reject)
  }

  async function sendBatch(entries: readonly Entry[]) {
    try {
      const answers = new Map((await send(batched, entries)).map((answer) => [answer.i, answer]))
      entries.forEach((entry, i) => {
        const answer = answers.get(i)
        // Skipped behind a lock, or lost: alone it waits for the lock and learns which.
        if (answer === undefined) sendAlone(entry)
        else entry.resolve(answer)
      })
    } catch (error) {
      // One bad operation must not fail its neighbours.
      for (const entry of entries) {
        if (isConnectionLost(error)) entry.reject(error)
        else sendAlone(entry)
      }
    }
  }

  async function drain() {
    inFlight++
    await macrotask()
    while (queue.length > 0) await sendBatch(queue.splice(0, BATCH_MAX))
    inFlight--
  }

  return (operation) =>
    new Promise((resolve, reject) => {
      queue.push({ operation, resolve, reject })
      if (inFlight < WRITES_IN_FLIGHT) void drain()
    })
}

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
 * finish if that comes in the same turn, else alone one turn later, and in any case before the next effect. What `send`
 * rejects is left to be taken.
 */
export function createPendingWrites(send: (entries: StepEntry[]) => Promise<void>): PendingWrites {
  let entries: StepEntry[] = []
  let inFlight: Promise<void> | undefined
  let scheduled = false

  // Branches wait here too, and the first to wake up may have sent the entries of the others. So each looks again, and in
  // the very turn in which it goes on: between an answer of another function and our next line somebody else may send.
  async function flush() {
    while (inFlight !== undefined) await inFlight
    if (entries.length === 0) return
    const sent = entries
    entries = []
    inFlight = send(sent)
      .catch(() => {
        entries = [...sent, ...entries]
      })
      .finally(() => {
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

export function macrotask(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
