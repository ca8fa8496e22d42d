import { randomBytes } from 'node:crypto'
import { purchaseNumber } from '@mainstay/domain/purchase/number'
import type { RefundFact } from '@mainstay/domain/refund/fact'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { type Market, openMarket } from '../../test/market.ts'
import { hire, linesOf, payFor } from '../../test/paid-purchase.ts'
import { placedPurchase } from '../../test/placed-purchase.ts'
import { askForRefund, releaseRefund } from '../../test/refund-desk.ts'
import { writer } from '../../test/writer.ts'
import { type DisputeFact, recordDispute } from '../dispute/dispute.ts'
import { balanceDifferences } from '../ledger/reading.ts'
import { inTenant, raw, readTenant, type Tx } from '../postgres/client.ts'
import type { InsertedPurchase } from '../purchase/place.ts'
import { recordExternalRefund } from '../refund/external.ts'
import { lockRefund } from '../refund/refund.ts'
import { claimRefund, recordRefundFact } from '../refund/send.ts'
import { claimAuthorization, recordVoided } from './authorization.ts'
import { recordCaptured } from './capture.ts'
import { lockPayment } from './payment.ts'

const stripe = { actor: { type: 'provider', name: 'Stripe' }, at: new Date('2026-11-22T12:00:00Z') } as const
const charged = { amount: 4760, authorized: 4760, providerReference: 'pi_1', chargeReference: 'ch_1' }
const paidBack: RefundFact = { status: 'succeeded', reference: 're_1', amount: 1190 }
const sentBack: RefundFact = { status: 'failed', reference: 're_1', reason: 'expired_or_canceled_card' }

let database: TestDatabase
let market: Market
let purchase: InsertedPurchase
beforeAll(async () => {
  database = await testDatabase({ connectionsMax: 10 })
})
beforeEach(async () => {
  market = await openMarket(database.rw)
  purchase = await commit((tx) => placedPurchase(tx, market))
})
afterEach(async () => {
  const sums = await look<{ total: number }>(
    `select account.currency, sum(posting.amount)::bigint as total from posting
     join account on account.tenant_id = posting.tenant_id and account.id = posting.account_id
     where posting.tenant_id = $1 group by 1 having sum(posting.amount) <> 0`,
  )
  expect(sums).toEqual([])
  expect(await readTenant(database.ro, market.tenantId, balanceDifferences)).toEqual([])
})
afterAll(() => database.close())

const commit = <R>(fn: (tx: Tx) => Promise<R>): Promise<R> => inTenant(database.rw, writer(market.tenantId, stripe), fn)
const look = <Row>(text: string, ...values: unknown[]) =>
  readTenant(database.ro, market.tenantId, (tx) => raw<Row>(tx, text, [market.tenantId, ...values]))

const pay = () => commit((tx) => payFor(tx, purchase))
const captured = (fact = charged) =>
  commit(async (tx) => (await recordCaptured(tx, await lockPayment(tx, purchase.paymentId), fact)).outcome)
const disputed = (fact: DisputeFact) =>
  commit(async (tx) => recordDispute(tx, await lockPayment(tx, purchase.paymentId), fact))
const refundedElsewhere = (amount: number, fact: RefundFact) =>
  commit(async (tx) =>
    recordExternalRefund(tx, await lockPayment(tx, purchase.paymentId), {
      reference: 're_1',
      amount,
      fact,
      nextNumber: () => purchaseNumber('RF', randomBytes(5)),
    }),
  )
const learned = (refundId: string, fact: RefundFact) =>
  commit(async (tx) => (await recordRefundFact(tx, await lockRefund(tx, refundId), fact)).outcome)

/** A refund of 11.90 that the provider was asked for. */
function askedFor(): Promise<string> {
  return commit(async (tx) => {
    const [line] = await linesOf(tx, purchase.id)
    if (line === undefined) throw new Error('the purchase has a line')
    const jonas = await hire(tx, market, 'Jonas Weber')
    const maria = await hire(tx, market, 'Maria Lindholm')
    const lines = [{ orderLineId: line.id, amount: 1190, quantity: null }]
    const refundId = await askForRefund(tx, jonas, { orderId: line.orderId, lines })
    await releaseRefund(tx, maria, refundId)
    await claimRefund(tx, await lockRefund(tx, refundId))
    return refundId
  })
}

const moved = (reference: string, amount: number) => ({ reference, amount, fee: 0, currency: 'EUR' })
const dispute = (status: DisputeFact['status'], ...movements: ReturnType<typeof moved>[]): DisputeFact => ({
  reference: 'dp_1',
  status,
  reason: 'fraudulent',
  amount: 4760,
  movements,
  evidenceDueAt: null,
})
const taken = moved('txn_d', -4760)
const givenBack = moved('txn_w', 4760)

async function balances(): Promise<Record<string, number>> {
  const rows = await look<{ kind: string; amount: number }>(
    `select account.kind, sum(posting.amount)::bigint as amount from posting
     join account on account.tenant_id = posting.tenant_id and account.id = posting.account_id
     where posting.tenant_id = $1 group by 1 having sum(posting.amount) <> 0`,
  )
  return Object.fromEntries(rows.map(({ kind, amount }) => [kind, amount]))
}
async function asked(): Promise<string[]> {
  const rows = await look<{ item: string }>(
    `select kind || ' ' || cause as item from work_item
     where tenant_id = $1 and status = 'open' and kind <> 'refund_waiting' order by 1`,
  )
  return rows.map(({ item }) => item)
}
const entries = async () =>
  (await look<{ kind: string }>('select kind from journal_entry where tenant_id = $1 order by kind')).map(
    ({ kind }) => kind,
  )

describe('told twice, it is booked once:', () => {
  test('a capture', async () => {
    await pay()
    expect(await captured()).toBe('already_applied')
    expect(await entries()).toEqual(['capture', 'capture'])
  })

  test('a refund of ours, and one that was made there', async () => {
    await pay()
    const refundId = await askedFor()
    expect([await learned(refundId, paidBack), await learned(refundId, paidBack)]).toEqual([
      'recorded',
      'already_applied',
    ])
    const elsewhere: RefundFact = { status: 'succeeded', reference: 're_2', amount: 500 }
    const external = { reference: 're_2', amount: 500, fact: elsewhere }
    const record = () =>
      commit(async (tx) =>
        recordExternalRefund(tx, await lockPayment(tx, purchase.paymentId), {
          ...external,
          nextNumber: () => purchaseNumber('RF', randomBytes(5)),
        }),
      )
    expect([await record(), await record()]).toEqual(['recorded', 'already_applied'])
    expect((await balances())['provider_clearing']).toBe(4760 - 1190 - 500)
  })

  test('a dispute', async () => {
    await pay()
    expect([await disputed(dispute('open', taken)), await disputed(dispute('open', taken))]).toEqual([
      'recorded',
      'already_applied',
    ])
    expect(await balances()).toMatchObject({ dispute_funds: 4760 })
  })
})

describe('told without what came before, that is booked first:', () => {
  test.each(['created', 'authorizing'] as const)('captured while it is %s', async (status) => {
    if (status === 'authorizing') {
      await commit(async (tx) => claimAuthorization(tx, await lockPayment(tx, purchase.paymentId)))
    }
    expect(await captured()).toBe('recorded')
    const [payment] = await look(
      'select status, authorized, captured, provider_reference from payment where tenant_id = $1',
    )
    expect(payment).toEqual({ status: 'captured', authorized: 4760, captured: 4760, provider_reference: 'pi_1' })
  })

  test('a dispute lost before we heard that it was opened', async () => {
    await pay()
    await disputed(dispute('lost', taken))
    expect(await entries()).toEqual(['capture', 'capture', 'dispute_lost', 'dispute_lost', 'dispute_opened'])
    expect(await balances()).toEqual({})
  })
})

describe('an object that is unknown to us is taken in, and a person is asked:', () => {
  test('a capture', async () => {
    await commit(async (tx) => claimAuthorization(tx, await lockPayment(tx, purchase.paymentId)))
    await captured()
    expect(await asked()).toEqual(['external_action payment.captured_elsewhere'])
  })

  test('a refund, which the sellers bear with their commission returned', async () => {
    await pay()
    await refundedElsewhere(4760, { ...paidBack, amount: 4760 })
    expect(await balances()).toEqual({})
    expect(await asked()).toEqual(['external_action refund.made_elsewhere'])
  })
})

describe('told the other way round:', () => {
  test('a refund that succeeded after it failed is settled', async () => {
    await pay()
    const refundId = await askedFor()
    await learned(refundId, sentBack)
    expect(await learned(refundId, paidBack)).toBe('recorded')
    expect(await balances()).toMatchObject({ provider_clearing: 4760 - 1190 })
    expect(await balances()).not.toHaveProperty('refund_payable')
    expect(await asked()).toEqual([])
  })

  test('a refund that failed after it succeeded is promised again', async () => {
    await pay()
    const refundId = await askedFor()
    await learned(refundId, paidBack)
    await learned(refundId, sentBack)
    expect(await balances()).toMatchObject({ provider_clearing: 4760, refund_payable: -1190 })
    expect(await look('select status from refund where tenant_id = $1')).toEqual([{ status: 'failed' }])
    expect(await asked()).toEqual(['refund_failed refund.bounced'])
  })

  test('a capture after the payment was voided contradicts that first, and a refund is proposed', async () => {
    await commit(async (tx) => {
      const told = { kind: 'voided', note: 'a test' } as const
      await recordVoided(tx, await lockPayment(tx, purchase.paymentId), told)
    })
    await captured()
    expect(await balances()).toMatchObject({ provider_clearing: 4760 })
    expect(await asked()).toEqual(['webhook_contradiction payment.taken_after_end'])
    const refundId = await askedFor()
    await learned(refundId, paidBack)
    expect(await balances()).toMatchObject({ provider_clearing: 4760 - 1190 })
  })

  test.each([
    { told: 'won after it was lost', first: dispute('lost', taken), second: dispute('won', taken, givenBack) },
    {
      told: 'lost after it was won',
      first: dispute('won', taken, givenBack),
      second: dispute('lost', taken, givenBack),
    },
  ])('a dispute that is $told is with a person', async ({ first, second }) => {
    await pay()
    await disputed(first)
    expect(await disputed(second)).toBe('contradicted')
    expect((await balances())['provider_clearing']).toBe(4760)
    expect(await asked()).toEqual(['webhook_contradiction dispute.contradicted'])
  })
})

test('a refund while a dispute holds its lines is refused', async () => {
  await pay()
  await disputed(dispute('open', taken))
  await expect(askedFor()).rejects.toMatchObject({ refusal: { code: 'refund.over_refundable' } })
  expect(await balances()).toMatchObject({ dispute_funds: 4760 })
})

test('a refund made elsewhere while a dispute holds its lines is in suspense', async () => {
  await pay()
  await disputed(dispute('open', taken))
  await refundedElsewhere(1000, { ...paidBack, amount: 1000 })
  expect(await balances()).toMatchObject({ dispute_funds: 4760, suspense: 1000, provider_clearing: -1000 })
  expect(await asked()).toContain('external_action refund.made_elsewhere')
})
