import { randomBytes } from 'node:crypto'
import type { State } from '../state.ts'

export type Metadata = Record<string, string>

export type PaymentIntent = {
  id: string
  object: 'payment_intent'
  allowed_payment_method_types: string[] | null
  amount: number
  amount_capturable: number
  amount_received: number
  canceled_at: number | null
  cancellation_reason: string | null
  capture_method: 'automatic' | 'automatic_async' | 'manual'
  client_secret: string
  confirmation_method: 'automatic'
  created: number
  currency: string
  customer: string | null
  description: string | null
  last_payment_error: object | null
  latest_charge: string | null
  livemode: false
  metadata: Metadata
  next_action: object | null
  payment_method: string | null
  payment_method_types: string[]
  status:
    | 'requires_payment_method'
    | 'requires_confirmation'
    | 'requires_action'
    | 'requires_capture'
    | 'succeeded'
    | 'canceled'
}

export type Charge = {
  id: string
  object: 'charge'
  amount: number
  amount_captured: number
  amount_refunded: number
  balance_transaction: string | null
  captured: boolean
  created: number
  currency: string
  description: string | null
  disputed: boolean
  failure_code: string | null
  failure_message: string | null
  livemode: false
  metadata: Metadata
  outcome: { network_status: string; reason: string | null; type: string }
  paid: boolean
  payment_intent: string
  payment_method: string
  refunded: boolean
  status: 'succeeded' | 'failed'
}

export type Refund = {
  id: string
  object: 'refund'
  amount: number
  balance_transaction: string | null
  charge: string
  created: number
  currency: string
  failure_balance_transaction?: string
  failure_reason?: string
  metadata: Metadata
  payment_intent: string
  reason: string | null
  status: 'pending' | 'succeeded' | 'failed'
}

export type BalanceTransaction = {
  id: string
  object: 'balance_transaction'
  amount: number
  available_on: number
  created: number
  currency: string
  description: string | null
  exchange_rate: number | null
  fee: number
  fee_details: { amount: number; application: null; currency: string; description: string; type: 'stripe_fee' }[]
  net: number
  reporting_category: string
  source: string
  status: 'pending'
  type: 'charge' | 'refund' | 'refund_failure' | 'adjustment'
}

export type Dispute = {
  id: string
  object: 'dispute'
  amount: number
  balance_transactions: BalanceTransaction[]
  charge: string
  created: number
  currency: string
  evidence_details: { due_by: number | null; has_evidence: boolean }
  is_charge_refundable: boolean
  livemode: false
  metadata: Metadata
  payment_intent: string
  reason: string
  status: 'warning_needs_response' | 'needs_response' | 'won' | 'lost'
}

export type StripeEvent = {
  id: string
  object: 'event'
  api_version: string
  created: number
  data: { object: StripeObject }
  livemode: false
  pending_webhooks: number
  request: { id: string | null; idempotency_key: string | null }
  type: string
}

export type StripeObject = PaymentIntent | Charge | Refund | Dispute | BalanceTransaction
type Stored = StripeObject | StripeEvent
type Kind = Stored['object']
type OfKind<K extends Kind> = Extract<Stored, { object: K }>

const prefixes: Record<Kind, string> = {
  payment_intent: 'pi',
  charge: 'ch',
  refund: 're',
  dispute: 'dp',
  balance_transaction: 'txn',
  event: 'evt',
}

export function newId(kind: Kind): string {
  return `${prefixes[kind]}_${randomBytes(12).toString('hex')}`
}

export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000)
}

/** `parent` is what lists filter by; `dueAt` (ms) is when the object changes by itself. */
export function putObject(state: State, object: Stored, at: { parent?: string; dueAt?: number } = {}): void {
  state.db
    .prepare(
      `insert into object (id, kind, parent, created, due_at, body) values (?, ?, ?, ?, ?, ?)
       on conflict (id) do update set body = excluded.body, due_at = excluded.due_at`,
    )
    .run(object.id, object.object, at.parent ?? null, object.created, at.dueAt ?? null, JSON.stringify(object))
}

export function findObject<K extends Kind>(state: State, kind: K, id: string): OfKind<K> | undefined {
  const row = state.db.prepare('select body from object where id = ? and kind = ?').get(id, kind)
  return row ? parseBody<K>(row.body) : undefined
}

/** Newest first, as every list of Stripe's. */
export function listObjects<K extends Kind>(state: State, kind: K, parent?: string): OfKind<K>[] {
  return state.db
    .prepare('select body from object where kind = ? and (? is null or parent = ?) order by created desc, rowid desc')
    .all(kind, parent ?? null, parent ?? null)
    .map((row) => parseBody<K>(row.body))
}

export function listDueRefunds(state: State, nowMs: number): Refund[] {
  return state.db
    .prepare(`select body from object where kind = 'refund' and due_at <= ? order by due_at, rowid`)
    .all(nowMs)
    .map((row) => parseBody<'refund'>(row.body))
}

function parseBody<K extends Kind>(body: unknown): OfKind<K> {
  return JSON.parse(String(body)) as OfKind<K>
}

/** Follows `latest_charge.balance_transaction` and the like, replacing ids by the objects they name. */
export function expand(state: State, value: unknown, path: string): unknown {
  const [field, ...rest] = path.split('.')
  if (Array.isArray(value)) return value.map((entry) => expand(state, entry, path))
  if (field === undefined || typeof value !== 'object' || value === null || !(field in value)) return value
  const record = { ...value } as Record<string, unknown>
  const current = record[field]
  const named = typeof current === 'string' ? findByAnyKind(state, current) : current
  record[field] = rest.length > 0 ? expand(state, named, rest.join('.')) : named
  return record
}

function findByAnyKind(state: State, id: string): unknown {
  const row = state.db.prepare('select body from object where id = ?').get(id)
  return row ? JSON.parse(String(row.body)) : id
}
