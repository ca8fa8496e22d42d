import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'

export type Listening = {
  /** Straight to PostgreSQL: behind a pooler that shares connections by the transaction nothing is heard. */
  listenPool: pg.Pool
  /** Where the listener is called from, to see whether it hears. */
  sendPool: pg.Pool
  channel: string
  /** Called with what was said; with '' when it listens again and may have missed something. */
  onHeard: (payload: string) => void
  onDeaf: () => void
}

const reconnectMs = 500
const probeMs = 15_000
const answerMs = 5000
const probe = 'probe '

/** Hears what is said on a channel. Only latency may depend on it: whoever listens looks for itself from time to time. */
export function listen({ listenPool, sendPool, channel, onHeard, onDeaf }: Listening): { stop(): void } {
  const stopping = new AbortController()
  let isDeaf = false

  async function keepListening() {
    while (!stopping.signal.aborted) {
      // The database is away: whoever works with it reports that.
      await listenUntilLost().catch(() => {})
      await pause(isDeaf ? probeMs : reconnectMs, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }

  async function listenUntilLost() {
    const client = await listenPool.connect()
    const lost = new AbortController()
    const lose = () => lost.abort()
    const until = AbortSignal.any([stopping.signal, lost.signal])
    client.on('error', lose)
    client.on('end', lose)
    client.on('notification', ({ payload = '' }) => {
      if (!payload.startsWith(probe)) onHeard(payload)
    })
    try {
      await client.query(`listen ${channel}`)
      onHeard('')
      while (await hears(client, until)) await pause(probeMs, undefined, { signal: until })
    } finally {
      client.release(true)
    }
  }

  /** A network that died and a pooler sound alike: like a day without work. */
  async function hears(client: pg.PoolClient, until: AbortSignal): Promise<boolean> {
    const call = `${probe}${randomUUID()}`
    const answer = Promise.withResolvers<true>()
    const onNotification = ({ payload }: pg.Notification) => payload === call && answer.resolve(true)
    client.on('notification', onNotification)
    await sendPool.query('select pg_notify($1, $2)', [channel, call])
    const isHeard = await Promise.race([answer.promise, pause(answerMs, false, { signal: until })])
    client.removeListener('notification', onNotification)
    if (!isHeard && !isDeaf) onDeaf()
    isDeaf = !isHeard
    return isHeard
  }

  void keepListening()
  return { stop: () => stopping.abort() }
}
