import { createHash, randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Operation, takeRequestFault } from '../faults.ts'
import type { State } from '../state.ts'
import { StripeFailure } from './failure.ts'
import type { StripeObject } from './objects.ts'
import type { Answer, Call } from './payments.ts'
import { type Emitted, recordEvents } from './webhooks.ts'

const sandboxSecretKey = 'sk_test_sandbox'

export type Behaviour = { state: State; refundSettleMs: number; onEvents: () => void }

type Endpoint<T> = {
  operation: Operation
  /** Refusals from here are not remembered under the idempotency key; those from `perform` are. */
  read: (request: FastifyRequest) => T
  perform: (call: Call, params: T) => Answer
}

/** Wraps every endpoint alike: key, faults, idempotency, one transaction, events, Stripe's headers. */
export function stripeEndpoints(behaviour: Behaviour) {
  const { state } = behaviour
  const inFlight = new Set<string>()

  function act<T>(cause: Parameters<typeof recordEvents>[2], isDeclineForced: boolean, work: (call: Call) => T): T {
    const emitted: Emitted[] = []
    const emit = (type: string, object: StripeObject) => emitted.push({ type, object })
    const result = work({ state, emit, isDeclineForced, refundSettleMs: behaviour.refundSettleMs })
    recordEvents(state, emitted, cause)
    return result
  }

  function performOnce<T>(endpoint: Endpoint<T>, request: FastifyRequest, isDeclineForced: boolean) {
    const key = idempotencyKey(request)
    const fingerprint = fingerprintOf(request)
    const stored = key ? findAnswer(state, key) : undefined
    if (stored && stored.fingerprint !== fingerprint) throw keyReused(key ?? '')
    if (stored) return { status: stored.status, body: stored.body, isReplay: true }
    const params = endpoint.read(request)
    const answer = state.atomically(() => {
      const made = performOrRefuse(endpoint, { params, request, isDeclineForced })
      if (key) saveAnswer(state, { key, fingerprint, answer: made })
      return made
    })
    behaviour.onEvents()
    return { status: answer.status, body: JSON.stringify(answer.body), isReplay: false }
  }

  function performOrRefuse<T>(
    endpoint: Endpoint<T>,
    { params, request, isDeclineForced }: { params: T; request: FastifyRequest; isDeclineForced: boolean },
  ): Answer {
    state.db.exec('savepoint operation')
    try {
      const cause = {
        operation: endpoint.operation,
        requestId: request.id,
        idempotencyKey: idempotencyKey(request) ?? null,
      }
      return act(cause, isDeclineForced, (call) => endpoint.perform(call, params))
    } catch (error) {
      state.db.exec('rollback to operation')
      if (error instanceof StripeFailure) return { status: error.status, body: { error: error.body } }
      throw error
    } finally {
      state.db.exec('release operation')
    }
  }

  async function answer<T>(endpoint: Endpoint<T>, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const key = idempotencyKey(request)
    if (request.headers.authorization !== `Bearer ${sandboxSecretKey}`) throw unauthorized()
    if (key && inFlight.has(key)) throw keyInUse()
    if (key) inFlight.add(key)
    try {
      const fault = takeRequestFault(state, endpoint.operation)
      if (fault?.fault === 'rate_limit') throw rateLimited(fault.latencyMs ?? 1_000)
      if (fault?.fault === 'unauthorized') throw unauthorized()
      if (fault?.fault === 'server_error') throw serverError()
      if (fault?.fault === 'timeout_before') return neverAnswer(reply, fault.latencyMs)
      if (fault?.fault === 'latency') await new Promise((resolve) => setTimeout(resolve, fault.latencyMs ?? 1_000))
      const result = performOnce(endpoint, request, fault?.fault === 'decline')
      if (fault?.fault === 'timeout_after_commit') return neverAnswer(reply, fault.latencyMs)
      if (key) reply.header('idempotency-key', key)
      if (result.isReplay) reply.header('idempotent-replayed', 'true')
      return reply.code(result.status).type('application/json').send(result.body)
    } finally {
      if (key) inFlight.delete(key)
    }
  }

  return {
    register<T>(app: FastifyInstance, route: { method: 'GET' | 'POST'; url: string }, endpoint: Endpoint<T>): void {
      app.route({ ...route, handler: (request, reply) => answer(endpoint, request, reply) })
    },
    /** For what happens by itself: a refund that fails a day later has no request. */
    actAlone<T>(operation: Operation, work: (call: Call) => T): T {
      const done = state.atomically(() => act({ operation, requestId: null, idempotencyKey: null }, false, work))
      behaviour.onEvents()
      return done
    },
  }
}

export function newRequestId(): string {
  return `req_${randomBytes(7).toString('hex')}`
}

function idempotencyKey(request: FastifyRequest): string | undefined {
  const header = request.headers['idempotency-key']
  return request.method === 'POST' && typeof header === 'string' ? header : undefined
}

function fingerprintOf(request: FastifyRequest): string {
  return createHash('sha256')
    .update(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? {})}`)
    .digest('hex')
}

function findAnswer(state: State, key: string) {
  const row = state.db.prepare('select fingerprint, status, body from idempotency where key = ?').get(key)
  return row && { fingerprint: String(row.fingerprint), status: Number(row.status), body: String(row.body) }
}

function saveAnswer(
  state: State,
  { key, fingerprint, answer }: { key: string; fingerprint: string; answer: Answer },
): void {
  state.db
    .prepare('insert into idempotency (key, fingerprint, status, body) values (?, ?, ?, ?)')
    .run(key, fingerprint, answer.status, JSON.stringify(answer.body))
}

/** The connection stays open without an answer, then breaks. */
function neverAnswer(reply: FastifyReply, holdMs = 60_000): FastifyReply {
  reply.hijack()
  setTimeout(() => reply.raw.destroy(), holdMs).unref()
  return reply
}

function keyReused(key: string): StripeFailure {
  const message = `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`
  return new StripeFailure(400, { type: 'idempotency_error', message })
}

function keyInUse(): StripeFailure {
  const message = 'There is currently another in-progress request using this Idempotency Key.'
  return new StripeFailure(409, { type: 'idempotency_error', code: 'idempotency_key_in_use', message })
}

function unauthorized(): StripeFailure {
  return new StripeFailure(401, { type: 'invalid_request_error', message: 'Invalid API Key provided' })
}

function rateLimited(retryAfterMs: number): StripeFailure {
  return new StripeFailure(
    429,
    { type: 'invalid_request_error', code: 'rate_limit', message: 'Request rate limit exceeded.' },
    { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) },
  )
}

function serverError(): StripeFailure {
  return new StripeFailure(500, { type: 'api_error', message: 'An unknown error occurred.' })
}
