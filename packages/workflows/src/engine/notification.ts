import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import type { Lane } from './workflow.ts'

export interface Listening {
  /** Straight to PostgreSQL: behind a pooler that shares connections by the transaction nothing is heard. */
  listenPool: pg.Pool
  /** Where the listener is called from, to see whether it hears. */
  systemPool: pg.Pool
  lane: Lane
  wake: () => void
  onDeaf: () => void
}

const RECONNECT_MS = 500
const PROBE_MS = 15_000
const ANSWER_MS = 5000

/** Calls `wake` on every start, signal or operation in the lane. Only latency depends on it: polling finds the rest. */
export function listen({ listenPool, systemPool, lane, wake, onDeaf }: Listening): { stop(): void } {
  const channel = `workflow_${lane}`
  const stopping = new AbortController()
  let isDeaf = false

  async function keepListening() {
    while (!stopping.signal.aborted) {
      // The database is away: the claim loop reports it.
      await listenUntilLost().catch(() => {})
      await pause(isDeaf ? PROBE_MS : RECONNECT_MS, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }

  async function listenUntilLost() {
    const client = await listenPool.connect()
    const lost = new AbortController()
    const lose = () => lost.abort()
    const until = AbortSignal.any([stopping.signal, lost.signal])
    client.on('error', lose)
    client.on('end', lose)
    client.on('notification', ({ payload }) => payload || wake())
    try {
      await client.query(`listen ${channel}`)
      wake()
      while (await hears(client, until)) await pause(PROBE_MS, undefined, { signal: until })
    } finally {
      client.release(true)
    }
  }

  /** A network that died and a pooler sound alike: like a day without work. */
  async function hears(client: pg.PoolClient, until: AbortSignal): Promise<boolean> {
    const call = randomUUID()
    const answer = Promise.withResolvers<true>()
    const onNotification = ({ payload }: pg.Notification) => payload === call && answer.resolve(true)
    client.on('notification', onNotification)
    await systemPool.query('select pg_notify($1, $2)', [channel, call])
    const isHeard = await Promise.race([answer.promise, pause(ANSWER_MS, false, { signal: until })])
    client.removeListener('notification', onNotification)
    if (!isHeard && !isDeaf) onDeaf()
    isDeaf = !isHeard
    return isHeard
  }

  void keepListening()
  return { stop: () => stopping.abort() }
}
