import type { Actor } from '@mainstay/domain/access/actor'
import { authorizationKey } from '@mainstay/domain/payment/outcome'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { type Market, openMarket } from '../../test/market.ts'
import { placedPurchase } from '../../test/placed-purchase.ts'
import { writer } from '../../test/writer.ts'
import { balanceDifferences, balanceOf } from '../ledger/reading.ts'
import { inTenant, raw, readTenant, type Tx } from '../postgres/client.ts'
import type { InsertedPurchase } from '../purchase/place.ts'
import {
  claimAuthorization,
  recordAuthorized,
  recordDeclined,
  recordUnknownOutcome,
  recordVoided,
} from './authorization.ts'
import { claimCapture, recordCaptured, recordCaptureFailed } from './capture.ts'
import type { Recorded } from './event.ts'
import { type LockedPayment, lockPayment } from './payment.ts'

const system: Actor = { type: 'system', name: 'Mainstay' }
const stripe: Actor = { type: 'provider', name: 'Stripe' }
const at = new Date('2026-11-22T12:00:00Z')
const report = { actor: system, at }
const webhook = { actor: stripe, at }
const fee = { reference: 'txn_1', fee: 96 }
const charged = { amount: 4760, chargeReference: 'ch_1', balanceTransaction: fee }

let database: TestDatabase
let market: Market
let purchase: InsertedPurchase
beforeAll(async () => {
  database = await testDatabase({ connectionsMax: 30 })
})
beforeEach(async () => {
  market = await openMarket(database.rw)
  purchase = await inTenant(database.rw, writer(market.tenantId), (tx) => placedPurchase(tx, market))
})
afterAll(() => database.close())

const withPayment = <R>(fn: (tx: Tx, payment: LockedPayment) => Promise<R>): Promise<R> =>
  inTenant(database.rw, writer(market.tenantId, report), async (tx) =>
    fn(tx, await lockPayment(tx, purchase.paymentId)),
  )

async function authorize(): Promise<void> {
  await withPayment((tx, payment) => claimAuthorization(tx, payment))
  const held = { authorized: 4760, providerReference: 'pi_1' }
  await withPayment((tx, payment) => recordAuthorized(tx, payment, held))
}
const claim = () => withPayment((tx, payment) => claimCapture(tx, payment))

const look = <Row>(text: string, ...values: unknown[]) =>
  readTenant(database.ro, market.tenantId, (tx) => raw<Row>(tx, text, [market.tenantId, ...values]))
const entries = async () =>
  (await look<{ kind: string }>('select kind from journal_entry where tenant_id = $1 order by kind')).map(
    ({ kind }) => kind,
  )
const queue = async () =>
  (
    await look<{ item: string }>(
      `select kind || ' ' || cause as item from work_item where tenant_id = $1 and status = 'open' order by 1`,
    )
  ).map(({ item }) => item)
const balance = (kind: 'provider_clearing' | 'provider_fees' | 'suspense') =>
  readTenant(database.ro, market.tenantId, (tx) => balanceOf(tx, { kind, owner: 'stripe' }, 'EUR'))
const outcomes = (recorded: readonly Recorded[]) => recorded.map(({ outcome }) => outcome).toSorted()

describe('a capture', () => {
  test('that answer, webhook and query report at once is booked once', async () => {
    await authorize()
    await claim()
    const reports = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        withPayment((tx, payment) => recordCaptured(tx.as(index % 2 === 0 ? report : webhook), payment, charged)),
      ),
    )
    expect(outcomes(reports)).toEqual([...Array.from({ length: 11 }, () => 'already_applied'), 'recorded'])
    expect(await entries()).toEqual(['capture', 'capture', 'provider_fee'])
    expect(await balance('provider_clearing')).toBe(4760 - 96)
    const lines = await look('select captured, payable from order_line where tenant_id = $1 and captured <> payable')
    expect(lines).toEqual([])
    const effects = await look('select amount from line_effect where tenant_id = $1')
    expect(effects).toEqual([{ amount: 2380 }, { amount: 2380 }])
    expect(await readTenant(database.ro, market.tenantId, balanceDifferences)).toEqual([])
  })

  test('is claimed once, however many ask', async () => {
    await authorize()
    const claims = await Promise.all([claim(), claim(), claim()])
    expect(new Set(claims.map(({ capture }) => capture?.id)).size).toBe(1)
    expect(await look('select amount, status from capture where tenant_id = $1')).toEqual([
      { amount: 4760, status: 'claimed' },
    ])
  })

  test('whose fee is learned later books the fee then, and the money only once', async () => {
    await authorize()
    await claim()
    const withoutFee = { ...charged, balanceTransaction: null }
    await withPayment((tx, payment) => recordCaptured(tx, payment, withoutFee))
    expect(await entries()).toEqual(['capture', 'capture'])
    await withPayment((tx, payment) => recordCaptured(tx, payment, charged))
    await withPayment((tx, payment) => recordCaptured(tx, payment, charged))
    expect(await entries()).toEqual(['capture', 'capture', 'provider_fee'])
    expect(await balance('provider_fees')).toBe(96)
  })

  test('is booked at the time the provider says, whoever tells it and whenever', async () => {
    await authorize()
    await claim()
    const occurredAt = new Date('2026-11-22T11:59:00Z')
    const told = { ...charged, occurredAt, balanceTransaction: { ...fee, occurredAt } }
    await withPayment((tx, payment) => recordCaptured(tx.as(webhook), payment, told))
    const times = await look(
      `select distinct occurred_at from journal_entry where tenant_id = $1 union
       select occurred_at from payment_event where tenant_id = $1 and kind = 'captured'`,
    )
    expect(times).toEqual([{ occurred_at: occurredAt }])
  })

  test('of less than was asked for is spread over the lines, and the orders are partially paid', async () => {
    await authorize()
    await claim()
    await withPayment((tx, payment) => recordCaptured(tx, payment, { ...charged, amount: 1001 }))
    const orders = await look(
      'select captured_amount, payment_status from "order" where tenant_id = $1 order by captured_amount',
    )
    expect(orders).toEqual([
      { captured_amount: 500, payment_status: 'partially_paid' },
      { captured_amount: 501, payment_status: 'partially_paid' },
    ])
    expect(await look('select captured, voided from payment where tenant_id = $1')).toEqual([
      { captured: 1001, voided: 3759 },
    ])
    expect(await queue()).toEqual(['amount_mismatch payment.amount_mismatch'])
    expect(await readTenant(database.ro, market.tenantId, balanceDifferences)).toEqual([])
  })

  test('nobody asked for is booked, for the money is there, and a person is told', async () => {
    await authorize()
    const recorded = await withPayment((tx, payment) => recordCaptured(tx.as(webhook), payment, charged))
    expect(recorded.outcome).toBe('recorded')
    expect(await look('select amount, status from capture where tenant_id = $1')).toEqual([
      { amount: 4760, status: 'succeeded' },
    ])
    expect(await queue()).toEqual(['external_action payment.captured_elsewhere'])
  })

  test.each([4761, 9000])('of %i where 4760 were asked for is booked, what is too much in suspense', async (amount) => {
    await authorize()
    await claim()
    const recorded = await Promise.all(
      [1, 2, 3].map(() => withPayment((tx, payment) => recordCaptured(tx, payment, { ...charged, amount }))),
    )
    expect(outcomes(recorded)).toEqual(['already_applied', 'already_applied', 'recorded'])
    expect(await entries()).toEqual(['capture', 'capture', 'provider_fee', 'suspense'])
    expect(await balance('provider_clearing')).toBe(amount - 96)
    expect(await balance('suspense')).toBe(4760 - amount)
    expect(await look('select status, captured from payment where tenant_id = $1')).toEqual([
      { status: 'captured', captured: 4760 },
    ])
    expect(await queue()).toEqual(['amount_mismatch payment.amount_mismatch'])
    expect(await readTenant(database.ro, market.tenantId, balanceDifferences)).toEqual([])
  })

  test.each(['voided', 'expired'] as const)(
    'after it was %s is booked once; the orders stay canceled, and a person is told to refund them',
    async (kind) => {
      await authorize()
      await claim()
      await withPayment((tx, payment) => recordVoided(tx, payment, { kind, note: 'a test' }))
      const recorded = await Promise.all(
        [1, 2, 3].map(() => withPayment((tx, payment) => recordCaptured(tx.as(webhook), payment, charged))),
      )
      expect(outcomes(recorded)).toEqual(['already_applied', 'already_applied', 'recorded'])
      expect(await look('select status, captured, voided from payment where tenant_id = $1')).toEqual([
        { status: 'captured', captured: 4760, voided: 0 },
      ])
      expect(await look('select status, captured_amount from "order" where tenant_id = $1')).toEqual([
        { status: 'canceled', captured_amount: 2380 },
        { status: 'canceled', captured_amount: 2380 },
      ])
      expect(await look('select status from capture where tenant_id = $1 order by 1')).toEqual([
        { status: 'failed' },
        { status: 'succeeded' },
      ])
      const events = await look<{ kind: string }>(
        'select kind from payment_event where tenant_id = $1 order by recorded_at desc, id desc limit 2',
      )
      expect(events.map((event) => event.kind)).toEqual(['captured', 'void_contradicted'])
      expect(await queue()).toEqual(['webhook_contradiction payment.taken_after_end'])
      expect(await balance('provider_clearing')).toBe(4760 - 96)
      expect(await readTenant(database.ro, market.tenantId, balanceDifferences)).toEqual([])
    },
  )

  test('that is refused can be asked for again', async () => {
    await authorize()
    const first = await claim()
    const refusal = { captureId: first.capture?.id ?? '', reason: 'expired' }
    await withPayment((tx, payment) => recordCaptureFailed(tx, payment, refusal))
    const second = await claim()
    expect(second.capture?.id).not.toBe(first.capture?.id)
    expect(second.payment).toMatchObject({ status: 'capturing', capturePending: 4760 })
  })
})

describe('an authorization', () => {
  test('that is declined lets the pieces go and cancels the orders, once', async () => {
    await withPayment((tx, payment) => claimAuthorization(tx, payment))
    const no = { declineCode: 'insufficient_funds', providerReference: 'pi_1' }
    const reports = await Promise.all(
      Array.from({ length: 5 }, () => withPayment((tx, payment) => recordDeclined(tx, payment, no))),
    )
    expect(outcomes(reports)).toEqual([...Array.from({ length: 4 }, () => 'already_applied'), 'recorded'])
    const stock = await look('select held, allocated from stock_level where tenant_id = $1')
    expect(stock).toEqual([
      { held: 0, allocated: 0 },
      { held: 0, allocated: 0 },
    ])
    const payments = await look('select status, decline_code from payment where tenant_id = $1')
    expect(payments).toEqual([{ status: 'failed', decline_code: 'insufficient_funds' }])
  })

  test('whose answer is lost is unknown, and on the queue, until any report settles it', async () => {
    await withPayment((tx, payment) => claimAuthorization(tx, payment))
    const lost = { asked: authorizationKey(purchase.paymentId), note: 'no answer in time' }
    await withPayment((tx, payment) => recordUnknownOutcome(tx, payment, lost))
    const items = () => look('select kind, status, amount, currency from work_item where tenant_id = $1')
    const item = { kind: 'payment_unknown', amount: 4760, currency: 'EUR' }
    expect(await items()).toEqual([{ ...item, status: 'open' }])
    const [known] = await look('select payment_status from purchase where tenant_id = $1')
    expect(known).toEqual({ payment_status: 'unknown' })

    const held = { authorized: 4760, providerReference: 'pi_1' }
    await withPayment((tx, payment) => recordAuthorized(tx.as(webhook), payment, held))
    expect(await items()).toEqual([{ ...item, status: 'resolved' }])
    const [settled] = await look('select payment_status from purchase where tenant_id = $1')
    expect(settled).toEqual({ payment_status: 'authorized' })
  })

  test('leaves in the audit log who reported it', async () => {
    await authorize()
    const audited = await look(
      `select action, actor_name, changes from audit_entry where tenant_id = $1 and subject_type = 'payment' order by id`,
    )
    expect(audited).toEqual([
      {
        action: 'payment.claimAuthorization',
        actor_name: 'Mainstay',
        changes: [{ field: 'status', before: 'created', after: 'authorizing' }],
      },
      {
        action: 'payment.authorize',
        actor_name: 'Mainstay',
        changes: [{ field: 'status', before: 'authorizing', after: 'authorized' }],
      },
    ])
  })
})
