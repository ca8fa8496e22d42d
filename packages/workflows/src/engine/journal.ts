import type pg from 'pg'
import { isConnectionLost } from './failure.ts'
import type { JournalOperation } from './journal-entry.ts'
import { macrotask } from './run-in-hand.ts'
import { JOURNAL, type JournalAnswer, MOVES } from './sql.ts'
import { query, type Statement } from './statement.ts'

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
  return (operation) => (operation.to === undefined ? steps : moves)(operation)
}

function createLane(pool: pg.Pool, batched: Statement<JournalAnswer>): WriteJournal {
  const queue: Entry[] = []
  let inFlight = 0

  const send = (statement: Statement<JournalAnswer>, entries: readonly Entry[]) =>
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
