import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

const uniqueViolation = '23505'
const serializationFailure = '40001'
const deadlockDetected = '40P01'
const attemptsMax = 4

/** What was drawn at random is another row's already: the transaction runs again and draws another. */
class DrawnTwice extends Error {
  override name = 'DrawnTwice'
}

/** For writes of a key that is drawn at random, with the name of the constraint that holds it to be one row's alone. */
export function drawAgain(constraint: string): (error: unknown) => never {
  return (error) => {
    // Citus names a constraint in the message only, with the number of its shard.
    const isTaken =
      error instanceof pg.DatabaseError && error.code === uniqueViolation && error.message.includes(constraint)
    throw isTaken ? new DrawnTwice(`${constraint} has what was drawn for it`, { cause: error }) : error
  }
}

export async function retryingConflicts<R>(
  { onConflict }: { onConflict: (code: string) => void },
  attempt: () => Promise<R>,
): Promise<R> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt()
    } catch (error) {
      const code = conflictOf(error)
      if (code === undefined) throw error
      onConflict(code)
      if (attempts === attemptsMax) throw error
    }
    await sleep(attempts * 20 * (0.5 + Math.random()))
  }
}

function conflictOf(error: unknown): string | undefined {
  if (error instanceof DrawnTwice) return uniqueViolation
  const code = error instanceof pg.DatabaseError ? error.code : undefined
  return code === serializationFailure || code === deadlockDetected ? code : undefined
}
