import type pg from 'pg'
import type { Lane } from './workflow.ts'

const RECONNECT_MS = 500

/** Calls `wake` on every start, signal or operation in the lane. Only latency depends on it: polling finds the rest. */
export function listen(pool: pg.Pool, lane: Lane, wake: () => void): { stop(): void } {
  let stopped = false
  let client: pg.PoolClient | undefined
  let timer: NodeJS.Timeout | undefined

  function lose() {
    if (client === undefined) return
    client.release(true)
    client = undefined
    later()
  }

  function later() {
    if (!stopped) timer = setTimeout(() => void connect(), RECONNECT_MS)
  }

  async function connect() {
    try {
      const connection = await pool.connect()
      client = connection
      if (stopped) return lose()
      connection.once('error', lose)
      connection.once('end', lose)
      connection.on('notification', wake)
      await connection.query(`listen workflow_${lane}`)
      wake()
    } catch {
      // The database is away: the claim loop reports it.
      if (client === undefined) later()
      else lose()
    }
  }

  void connect()
  return {
    stop() {
      stopped = true
      clearTimeout(timer)
      lose()
    },
  }
}
