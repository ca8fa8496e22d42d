import Stripe from 'stripe'
import { type Operation, takeWebhookFault } from '../faults.ts'
import type { State } from '../state.ts'
import {
  findObject,
  listDueRefunds,
  newId,
  nowSeconds,
  putObject,
  type StripeEvent,
  type StripeObject,
} from './objects.ts'
import type { Call } from './payments.ts'
import { settleRefund } from './refunds.ts'

export type WebhookTarget = { url: string; secret: string }
export type Emitted = { type: string; object: StripeObject }

const retryDelaysMs = [250, 1_000, 5_000, 15_000, 60_000, 300_000, 900_000]
const answerTimeoutMs = 5_000
const apiVersion = '2026-10-28.endive'

/** Stores the events of one operation and their deliveries, in the transaction that caused them. */
export function recordEvents(
  state: State,
  emitted: Emitted[],
  cause: { operation: Operation; requestId: string | null; idempotencyKey: string | null },
): void {
  if (emitted.length === 0) return
  const fault = takeWebhookFault(state, cause.operation)
  const events = emitted.map(({ type, object }): StripeEvent => {
    const event: StripeEvent = {
      id: newId('event'),
      object: 'event',
      api_version: apiVersion,
      created: nowSeconds(),
      data: { object },
      livemode: false,
      pending_webhooks: 1,
      request: { id: cause.requestId, idempotency_key: cause.idempotencyKey },
      type,
    }
    putObject(state, event, { parent: object.id })
    return event
  })
  if (fault?.fault === 'drop_webhook') {
    for (const event of events) addDelivery(state, event.id, { status: 'dropped', dueAt: 0 })
    return
  }
  const isReordered = fault?.fault === 'reorder_webhook'
  const dueAt = Date.now() + (isReordered ? (fault.latencyMs ?? 1_000) : 0)
  for (const event of isReordered ? events.toReversed() : events) {
    addDelivery(state, event.id, { status: 'waiting', dueAt })
    if (fault?.fault === 'duplicate_webhook') addDelivery(state, event.id, { status: 'waiting', dueAt })
  }
}

type Due = { status: 'waiting' | 'dropped'; dueAt: number }

function addDelivery(state: State, eventId: string, { status, dueAt }: Due): void {
  state.db.prepare('insert into delivery (event_id, due_at, status) values (?, ?, ?)').run(eventId, dueAt, status)
}

type Delivery = { id: number; eventId: string; attempts: number }

function nextDelivery(state: State): Delivery | undefined {
  const row = state.db
    .prepare(
      `select id, event_id, attempts from delivery where status = 'waiting' and due_at <= ? order by due_at, id limit 1`,
    )
    .get(Date.now())
  return row ? { id: Number(row.id), eventId: String(row.event_id), attempts: Number(row.attempts) } : undefined
}

async function deliver(
  state: State,
  delivery: Delivery,
  { target, stop }: { target: WebhookTarget; stop: AbortSignal },
): Promise<void> {
  const event = findObject(state, 'event', delivery.eventId)
  const payload = JSON.stringify(event)
  const answer = await post(target, payload, stop)
  if (stop.aborted) return
  const isAccepted = answer.startsWith('2')
  const delay = retryDelaysMs[delivery.attempts]
  const status = isAccepted ? 'delivered' : delay === undefined ? 'given_up' : 'waiting'
  state.db
    .prepare('update delivery set status = ?, attempts = attempts + 1, due_at = ?, last_answer = ? where id = ?')
    .run(status, Date.now() + (delay ?? 0), answer, delivery.id)
}

async function post(target: WebhookTarget, payload: string, stop: AbortSignal): Promise<string> {
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: target.secret })
  try {
    const response = await fetch(target.url, {
      method: 'POST',
      body: payload,
      headers: { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': signature },
      redirect: 'manual',
      signal: AbortSignal.any([stop, AbortSignal.timeout(answerTimeoutMs)]),
    })
    await response.body?.cancel()
    return String(response.status)
  } catch (error) {
    return error instanceof Error ? error.message : 'unreachable'
  }
}

/**
 * Settles due refunds and delivers due webhooks, one at a time and in order, until stopped.
 * Everything waiting is in the state file, so a restart continues where this ended.
 */
export function startClockwork(
  state: State,
  target: WebhookTarget | undefined,
  act: (operation: Operation, work: (call: Call) => void) => void,
): { wake: () => void; stop: () => Promise<void> } {
  const stopping = new AbortController()
  let isAwake = false
  let running: Promise<void> = Promise.resolve()

  async function turn(): Promise<void> {
    for (const refund of listDueRefunds(state, Date.now())) act('refunds.create', (call) => settleRefund(call, refund))
    while (target && !stopping.signal.aborted) {
      const delivery = nextDelivery(state)
      if (!delivery) return
      await deliver(state, delivery, { target, stop: stopping.signal })
    }
  }

  function wake(): void {
    if (isAwake || stopping.signal.aborted) return
    isAwake = true
    // What its state file cannot take, on a full disk, is tried again at the next turn.
    running = turn()
      .catch((error: unknown) => void process.stderr.write(`${String(error)}\n`))
      .finally(() => {
        isAwake = false
      })
  }

  const timer = setInterval(wake, 50)
  return {
    wake,
    stop: async () => {
      stopping.abort()
      clearInterval(timer)
      await running
    },
  }
}
