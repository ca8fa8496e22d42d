import { sessionCookieName } from '@mainstay/auth/cookie'
import { watchSession } from '@mainstay/auth/session'
import { lastSequence, sequenceBefore } from '@mainstay/db/outbox/changes'
import { changesChannel, heardChanges } from '@mainstay/db/outbox/channel'
import { type Database, type ReadTx, readTenant } from '@mainstay/db/postgres/client'
import { listen } from '@mainstay/db/postgres/listen'
import { createLogger } from '@mainstay/telemetry/logger'
import type { FastifyInstance } from 'fastify'
import { singleHeader } from '../http/context.ts'
import { sendFailure } from '../http/send-failure.ts'
import { createFeeds, type Listener } from './feed.ts'
import { openStream, type Stream } from './stream.ts'

export type LiveParts = {
  /** Signed in as app_rw, who knows the sessions. */
  db: Database
  ro: Database
  /** Straight to PostgreSQL, for the one connection that listens. */
  listening: Database
  tls: boolean
  clock: () => Date
  limits?: Partial<LiveLimits> | undefined
}

export type LiveLimits = {
  /** A browser opens one for all its tabs. */
  perMember: number
  perProcess: number
  waitingBytes: number
  /** How long a session or a right that was taken away may go on listening. */
  beatMillis: number
}

const defaults: LiveLimits = { perMember: 12, perProcess: 5000, waitingBytes: 256 * 1024, beatMillis: 15_000 }

/** Further back, a page is quicker asked for again than told what became of it. */
const replayedMax = 1000
/** Before a page that was just rendered opens its stream; what changes meanwhile must reach it. */
const renderedWithinMillis = 30_000
/** What a lost notification can cost. */
const lookMillis = 5_000

/** Tells signed-in people, at /live, which of the objects they may see have changed (decision 18). */
export function serveLive(app: FastifyInstance, { db, ro, listening, tls, clock, limits }: LiveParts): void {
  const { perMember, perProcess, waitingBytes, beatMillis } = { ...defaults, ...limits }
  const logger = createLogger('live')
  const feeds = createFeeds(ro, (err) => logger.warn({ err }, 'what changed could not be read'))
  const streams = new Map<Stream, string>()
  let hearing: { stop(): void } | undefined

  /** Only while somebody wants to know. */
  function hear() {
    if (hearing) return
    const { pool } = listening
    const onDeaf = () =>
      logger.error('LISTEN hears nothing, so open pages learn of changes late: set DATABASE_URL_LISTEN')
    const onHeard = (payload: string) => {
      const { tenantId, runIds } = heardChanges(payload)
      if (runIds.length === 0) feeds.wake(tenantId)
      else feeds.tellRuns(tenantId, runIds)
    }
    const listener = listen({ listenPool: pool, sendPool: pool, channel: changesChannel, onHeard, onDeaf })
    const look = setInterval(() => feeds.wake(''), lookMillis)
    hearing = {
      stop() {
        listener.stop()
        clearInterval(look)
      },
    }
  }

  app.get('/live', { exposeHeadRoute: false }, async (request, reply) => {
    const token = request.cookies[sessionCookieName({ secure: tls })]
    const actor = token === undefined ? undefined : await watchSession(db, token, clock())
    if (token === undefined || !actor)
      return sendFailure(reply, { code: 'UNAUTHORIZED', message: 'Sign in to be told what changes' })
    const lastTold = Number(singleHeader(request.headers['last-event-id']) ?? Number.NaN)
    const start = await readTenant(ro, actor.tenant.id, (tx) => startOf(tx, lastTold, clock()))
    const memberId = actor.member.id
    const theirs = [...streams.values()].filter((each) => each === memberId).length
    if (theirs >= perMember || streams.size >= perProcess)
      return sendFailure(reply, {
        code: 'TOO_MANY_REQUESTS',
        message: 'Too many pages are being told what changes',
        retryAfterSeconds: 30,
      })

    const stream = openStream(reply, { waitingBytesMax: waitingBytes, onClosed: close })
    streams.set(stream, memberId)
    const listener: Listener = {
      actor,
      position: start.position,
      tell: (data, id) => data.length > 0 && stream.send({ event: 'changed', data, ...(id !== undefined && { id }) }),
    }
    // Not all at once, when it was we who went away.
    const retryMillis = 1000 + 4000 * Math.random()
    stream.send({ id: start.position, event: start.hasMissed ? 'missed' : 'begun', data: {}, retryMillis })
    hear()
    const leave = feeds.join(listener)
    const beat = setInterval(() => void check(), beatMillis)

    function close() {
      clearInterval(beat)
      leave()
      streams.delete(stream)
    }

    async function check() {
      // A database that is away tells nothing that should not be known.
      const renewed = await watchSession(db, token ?? '', clock()).catch(() => listener.actor)
      if (renewed) listener.actor = renewed
      else stream.send({ event: 'ended', data: {} })
      stream.send({ id: listener.position })
      if (!renewed) stream.end()
    }
    return reply
  })

  app.addHook('preClose', async () => {
    hearing?.stop()
    feeds.stop()
    for (const stream of streams.keys()) stream.end()
  })
}

async function startOf(tx: ReadTx, lastTold: number, now: Date): Promise<{ position: number; hasMissed: boolean }> {
  if (!Number.isSafeInteger(lastTold) || lastTold < 0) {
    const since = new Date(now.getTime() - renderedWithinMillis)
    return { position: await sequenceBefore(tx, { since, limit: replayedMax }), hasMissed: false }
  }
  const last = await lastSequence(tx)
  const hasMissed = lastTold > last || last - lastTold > replayedMax
  return { position: hasMissed ? last : lastTold, hasMissed }
}
