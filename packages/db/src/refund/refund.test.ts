import type { Actor } from '@mainstay/domain/access/actor'
import type { Act } from '@mainstay/domain/command/act'
import type { RefundFact } from '@mainstay/domain/refund/fact'
import type { returnTermsOf } from '@mainstay/domain/refund/request'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { type Market, openMarket, openOffer, placeInMarket } from '../../test/market.ts'
import { hire, type LineOfOrder, linesOf, payFor } from '../../test/paid-purchase.ts'
import { askForRefund, releaseRefund } from '../../test/refund-desk.ts'
import { writer } from '../../test/writer.ts'
import type { Member } from '../access/member.ts'
import { balanceDifferences } from '../ledger/reading.ts'
import { listPage } from '../list/list.ts'
import { inTenant, raw, readTenant, type Tx } from '../postgres/client.ts'
import { getExplanation } from '../purchase/explanation.ts'
import { getPurchase } from '../purchase/purchase.ts'
import { getStoredRefundImpact } from './impact.ts'
import { refunds } from './list.ts'
import { getRefund, getStoredRefund, lockRefund } from './refund.ts'
import { claimRefund, recordRefundFact, recordRefundUnknown } from './send.ts'

const system: Actor = { type: 'system', name: 'Mainstay' }
const stripe: Actor = { type: 'provider', name: 'Stripe' }
const report: Act = { actor: system, at: new Date('2026-11-22T12:00:00Z') }
const webhook: Act = { ...report, actor: stripe }

let database: TestDatabase
let market: Market
let jonas: Member
let maria: Member
beforeAll(async () => {
  database = await testDatabase({ connectionsMax: 20 })
})
beforeEach(async () => {
  market = await openMarket(database.rw)
  jonas = await commit((tx) => hire(tx, market, 'Jonas Weber'))
  maria = await commit((tx) => hire(tx, market, 'Maria Lindholm'))
})
afterAll(() => database.close())

const commit = <R>(fn: (tx: Tx) => Promise<R>) => inTenant(database.rw, writer(market.tenantId, report), fn)
const read: <R>(fn: (tx: Parameters<Parameters<typeof readTenant<R>>[2]>[0]) => Promise<R>) => Promise<R> = (fn) =>
  readTenant(database.ro, market.tenantId, fn)
const look = <Row>(text: string, ...values: unknown[]) => read((tx) => raw<Row>(tx, text, [market.tenantId, ...values]))

type Paid = { id: string; lines: LineOfOrder[] }

/** Two papers of Blom and a soap of Hahn: an order of 23.80 each. */
async function paidPurchase(): Promise<Paid> {
  return commit(async (tx) => {
    const purchase = await placeInMarket(tx, market, {
      lines: [
        { offerId: market.paper, quantity: 2 },
        { offerId: market.soap, quantity: 1 },
      ],
    })
    await payFor(tx, purchase)
    return { id: purchase.id, lines: await linesOf(tx, purchase.id) }
  })
}

function lineAt({ lines }: Paid, position: number): LineOfOrder {
  const line = lines[position]
  if (line === undefined) throw new Error(`there is no line ${position}`)
  return line
}

function ask(line: LineOfOrder, amount: number, terms: Partial<Parameters<typeof returnTermsOf>[0]> = {}) {
  const lines = [{ orderLineId: line.id, amount, quantity: null }]
  return commit((tx) => askForRefund(tx, jonas, { orderId: line.orderId, lines, ...terms }))
}
const release = (refundId: string) => commit((tx) => releaseRefund(tx, maria, refundId))
const claim = (refundId: string) => commit(async (tx) => claimRefund(tx, await lockRefund(tx, refundId)))
const learn = (refundId: string, fact: RefundFact, from = report) =>
  commit(async (tx) => recordRefundFact(tx.as(from), await lockRefund(tx, refundId), fact))
const succeeded: RefundFact = { status: 'succeeded', reference: 're_1' }
const failed: RefundFact = { status: 'failed', reference: 're_1', reason: 'expired_or_canceled_card' }

async function sent(line: LineOfOrder, amount: number, terms = {}): Promise<string> {
  const refundId = await ask(line, amount, terms)
  await release(refundId)
  await claim(refundId)
  await learn(refundId, { ...succeeded, reference: `re_${refundId}` })
  return refundId
}

async function balances(): Promise<Record<string, number>> {
  const rows = await look<{ kind: string; balance: number }>(
    `select account.kind, sum(account_balance.balance)::bigint as balance
     from account_balance
     join account on account.tenant_id = account_balance.tenant_id and account.id = account_balance.account_id
     where account_balance.tenant_id = $1 group by account.kind having sum(account_balance.balance) <> 0
     order by account.kind`,
  )
  return Object.fromEntries(rows.map(({ kind, balance }) => [kind, balance]))
}

async function money(refundId: string) {
  const refund = await read((tx) => getStoredRefund(tx, refundId))
  const purchase = await read((tx) => getPurchase(tx, refund.purchase.id))
  const [payment] = await look<{ refunded: number; pending: number }>(
    'select refunded, refund_pending as pending from payment where tenant_id = $1 and purchase_id = $2',
    refund.purchase.id,
  )
  const order = purchase.orders.find((each) => each.id === refund.order.id)
  return {
    refund: refund.status,
    payment,
    order: [order?.returned, order?.refunded, order?.paymentStatus, order?.returnStatus],
    purchase: purchase.paymentStatus,
  }
}
const workItems = async () =>
  (
    await look<{ item: string }>(
      `select kind || ' ' || status as item from work_item where tenant_id = $1 order by kind, created_at`,
    )
  ).map(({ item }) => item)

async function expectSoundBooks(): Promise<void> {
  expect(await read(balanceDifferences)).toEqual([])
  const [sum] = await look<{ total: number }>(
    'select coalesce(sum(amount), 0)::bigint as total from posting where tenant_id = $1',
  )
  expect(sum?.total).toBe(0)
}

describe('a refund that is asked for', () => {
  test('moves and promises nothing, and waits for a second person', async () => {
    const paid = await paidPurchase()
    const before = await balances()
    const refundId = await ask(lineAt(paid, 0), 1190)
    expect(await balances()).toEqual(before)
    expect(await money(refundId)).toMatchObject({ refund: 'requested', order: [0, 0, 'paid', 'none'] })
    const refund = await read((tx) => getRefund(tx, refundId))
    expect(refund).toMatchObject({
      number: expect.stringMatching(/^RF-[0-9A-HJKMNP-TV-Z]{8}$/),
      amount: { amount: 1190, currency: 'EUR' },
      order: { sellerName: 'Blom Papier' },
      requestedBy: { name: 'Jonas Weber' },
      decidedBy: null,
      lines: [{ sku: 'PAPER', amount: 1190 }],
    })
    expect(refund.dueAt.getTime() - refund.requestedAt.getTime()).toBe(4 * 3_600_000)
    expect(refund.expiresAt.getTime() - refund.requestedAt.getTime()).toBe(14 * 24 * 3_600_000)
    expect(await workItems()).toEqual(['refund_waiting open'])
    const [approval] = await look(
      'select action, amount, status, command_hash as hash from approval where tenant_id = $1',
    )
    expect(approval).toEqual({ action: 'refund.approve', amount: 1190, status: 'open', hash: refund.commandHash })
  })

  test('is on the list of refunds, newest first, page by page', async () => {
    const paid = await paidPurchase()
    const ids = [await ask(lineAt(paid, 0), 100), await ask(lineAt(paid, 1), 200), await ask(lineAt(paid, 0), 300)]
    await commit((tx) => releaseRefund(tx, maria, ids[0] ?? ''))
    const list = (filters: object, sellerIds?: string[]) => {
      const asked = { input: { limit: 2, ...filters }, reader: { sellerIds, memberId: undefined, now: new Date() } }
      return read((tx) => listPage(tx, refunds, { ...asked, cursorSecret: 'secret' }))
    }
    const first = await list({})
    const second = await list({ cursor: first.older ?? undefined })
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids.toReversed())
    expect((await list({ status: ['approved', 'denied'] })).items.map(({ id }) => id)).toEqual([ids[0]])
    expect((await list({ purchaseId: paid.id, status: 'requested' })).items).toHaveLength(2)
    const ofHahn = await list({ limit: 9 }, [market.hahn.id])
    expect(ofHahn.items.map(({ id }) => id)).toEqual([ids[1]])
  })
})

describe('the release of a refund', () => {
  test('promises its amount to the buyer and takes it from the seller, before any of it is sent', async () => {
    const paid = await paidPurchase()
    const refundId = await ask(lineAt(paid, 0), 1190)
    const weighed = await read(async (tx) => getStoredRefundImpact(tx, await getStoredRefund(tx, refundId)))
    await release(refundId)
    expect(await money(refundId)).toEqual({
      refund: 'approved',
      payment: { refunded: 0, pending: 0 },
      order: [1190, 0, 'paid', 'none'],
      purchase: 'paid',
    })
    expect(await balances()).toMatchObject({ refund_payable: -1190, provider_clearing: 4760 })
    expect(await workItems()).toEqual(['refund_waiting resolved'])
    const after = await read(async (tx) => getStoredRefundImpact(tx, await getStoredRefund(tx, refundId)))
    const numbers = (impact: typeof after) =>
      impact.ok ? impact.value.rows.map(({ party, now, change }) => [party, now, change]) : impact.refusal
    expect(numbers(after)).toEqual(numbers(weighed))
    await expectSoundBooks()
  })

  test.each([
    [
      'another line was added',
      'insert into refund_line (tenant_id, refund_id, order_line_id, amount) select tenant_id, refund_id, $3, 1 from refund_line where tenant_id = $1 and refund_id = $2',
    ],
    [
      'a line was made larger',
      'update refund_line set amount = amount + 1 where tenant_id = $1 and refund_id = $2 and $3::uuid is not null',
    ],
    [
      'the amount was changed',
      'update refund set amount = amount + 1 where tenant_id = $1 and id = $2 and $3::uuid is not null',
    ],
    [
      'the bearer was changed',
      "update refund set bearer = 'operator' where tenant_id = $1 and id = $2 and $3::uuid is not null",
    ],
  ])('is refused when %s behind the back of everybody', async (_, tampering) => {
    const paid = await paidPurchase()
    const refundId = await ask(lineAt(paid, 0), 1000)
    const other = lineAt(paid, 0)
    const spare = await commit((tx) =>
      raw<{ id: string }>(
        tx,
        `insert into order_line (tenant_id, id, order_id, position, kind, sku, title, quantity, unit_price, list,
           discount_seller, discount_operator, tax_rate_ppm, tax_category, tax_jurisdiction, tax_collector, tax_base, tax,
           payable, funding, seller_gross,
           commission_rate_ppm, commission_base, commission, commission_tax, supply_tax, tax_operator, operator_income,
           seller_net, captured)
         select line.tenant_id, gen_random_uuid(), line.order_id, 9, line.kind, line.sku, line.title, 1, 1, 1, 0, 0, 0, 'none', 'domestic', 'seller',
           1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1, 1
         from order_line line where line.tenant_id = $1 and line.id = $2 returning id`,
        [tx.tenantId, other.id],
      ),
    )
    const admin = new pg.Client({ connectionString: database.adminUrl })
    await admin.connect()
    const { rowCount } = await admin.query(tampering, [market.tenantId, refundId, spare[0]?.id])
    await admin.end()
    expect(rowCount).toBe(1)
    await expect(release(refundId)).rejects.toMatchObject({ refusal: { code: 'refund.changed' } })
    expect(await money(refundId)).toMatchObject({ refund: 'requested', order: [0, 0, 'paid', 'none'] })
  })

  test('is refused when another refund has taken what is left since it was asked for', async () => {
    const line = lineAt(await paidPurchase(), 0)
    const [first, second] = [await ask(line, 2000), await ask(line, 2000)]
    await release(first)
    await expect(release(second)).rejects.toMatchObject({
      refusal: { code: 'refund.over_refundable', refundable: { amount: 380 } },
    })
  })

  test('of two that want the same rest at the same moment goes to one', async () => {
    const line = lineAt(await paidPurchase(), 0)
    const ids = [await ask(line, 2000), await ask(line, 2000)]
    const outcomes = await Promise.allSettled(ids.map(release))
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    await expectSoundBooks()
  })
})

describe('what the provider says of a refund', () => {
  test('takes it from our balance there once, whoever tells it and however often', async () => {
    const line = lineAt(await paidPurchase(), 0)
    const refundId = await ask(line, 1190)
    await release(refundId)
    await claim(refundId)
    expect(await money(refundId)).toMatchObject({ refund: 'sending', payment: { refunded: 0, pending: 1190 } })
    const outcomes = await Promise.all(
      [report, webhook, report, webhook].map((from) => learn(refundId, succeeded, from)),
    )
    expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual([
      'already_applied',
      'already_applied',
      'already_applied',
      'recorded',
    ])
    expect(await money(refundId)).toEqual({
      refund: 'succeeded',
      payment: { refunded: 1190, pending: 0 },
      order: [1190, 1190, 'partially_refunded', 'none'],
      purchase: 'partially_refunded',
    })
    expect(await balances()).toMatchObject({ provider_clearing: 3570 })
    await expectSoundBooks()
  })

  test.each([
    ['less than was promised leaves the rest promised', 1000, { refund_payable: -190, provider_clearing: 4760 - 1000 }],
    ['more than was promised is in suspense', 1200, { suspense: 10, provider_clearing: 4760 - 1200 }],
  ])('%s, and a person is told', async (_what, amount, expected) => {
    const paid = await paidPurchase()
    const refundId = await ask(lineAt(paid, 0), 1190)
    await release(refundId)
    await claim(refundId)
    const before = await balances()
    const occurredAt = new Date('2026-11-20T10:00:00Z')
    const told: RefundFact = { ...succeeded, amount, occurredAt }
    await Promise.all([learn(refundId, told), learn(refundId, told, webhook), learn(refundId, told)])
    const after = await balances()
    expect(after).toMatchObject({
      ...expected,
      provider_clearing: (before['provider_clearing'] ?? 0) - amount,
    })
    const [payment] = await look(
      'select refunded, refund_pending from payment where tenant_id = $1 and id = (select payment_id from refund where tenant_id = $1 and id = $2)',
      refundId,
    )
    expect(payment).toEqual({ refunded: Math.min(amount, 1190), refund_pending: 0 })
    expect(
      await look(
        `select kind, cause from work_item where tenant_id = $1 and subject_id = $2 and status = 'open'`,
        refundId,
      ),
    ).toEqual([{ kind: 'amount_mismatch', cause: 'refund.amount_mismatch' }])
    expect(
      await look(
        `select distinct occurred_at from journal_entry where tenant_id = $1 and kind in ('refund_settled', 'suspense')`,
      ),
    ).toEqual([{ occurred_at: occurredAt }])

    await learn(refundId, failed)
    expect(await balances()).toEqual(before)
    expect(await read(balanceDifferences)).toEqual([])
  })

  test('is applied to the payment as its claim left it, also in the same transaction', async () => {
    const paid = await paidPurchase()
    const refundId = await ask(lineAt(paid, 0), 1190)
    await release(refundId)
    const refund = await commit(async (tx) => {
      const claimed = await claimRefund(tx, await lockRefund(tx, refundId))
      expect(claimed.refund.books.payment).toMatchObject({ refundPending: 1190 })
      const learned = await recordRefundFact(tx, claimed.refund, succeeded)
      return (await recordRefundFact(tx, learned.refund, failed)).refund
    })
    expect(refund.books.payment).toMatchObject({ refundPending: 0, refunded: 0 })
    expect(refund.books.order.refunded).toBe(0)
    expect(refund.status).toBe('failed')
  })

  test('of one that is pending counts as sent, and succeeds when the bank has it', async () => {
    const refundId = await ask(lineAt(await paidPurchase(), 0), 1190)
    await release(refundId)
    await claim(refundId)
    await learn(refundId, { status: 'pending', reference: 're_1' })
    expect(await money(refundId)).toMatchObject({ refund: 'sending', payment: { refunded: 1190, pending: 0 } })
    await learn(refundId, succeeded, webhook)
    expect(await money(refundId)).toMatchObject({ refund: 'succeeded', payment: { refunded: 1190, pending: 0 } })
    expect(await learn(refundId, { status: 'pending', reference: 're_1' })).toMatchObject({
      outcome: 'already_applied',
    })
  })

  test('of one that failed leaves the amount promised to the buyer, with a person', async () => {
    const refundId = await ask(lineAt(await paidPurchase(), 0), 1190)
    await release(refundId)
    await claim(refundId)
    await learn(refundId, { status: 'failed', reference: null, reason: 'charge_disputed' })
    expect(await money(refundId)).toMatchObject({
      refund: 'failed',
      payment: { refunded: 0, pending: 0 },
      order: [1190, 0, 'paid', 'none'],
    })
    expect(await balances()).toMatchObject({ refund_payable: -1190, provider_clearing: 4760 })
    expect(await workItems()).toEqual(['refund_failed open', 'refund_waiting resolved'])
    await expectSoundBooks()
  })

  test('of one that came back after it had left promises it again', async () => {
    const refundId = await ask(lineAt(await paidPurchase(), 0), 1190)
    await release(refundId)
    await claim(refundId)
    await learn(refundId, succeeded)
    await learn(refundId, failed, webhook)
    expect(await learn(refundId, failed, webhook)).toMatchObject({ outcome: 'already_applied' })
    expect(await money(refundId)).toMatchObject({
      refund: 'failed',
      payment: { refunded: 0, pending: 0 },
      order: [1190, 0, 'paid', 'none'],
      purchase: 'paid',
    })
    expect(await balances()).toMatchObject({ refund_payable: -1190, provider_clearing: 4760 })
    expect(await learn(refundId, succeeded, webhook)).toMatchObject({ outcome: 'contradicted' })
    await expectSoundBooks()
  })

  test('of one that failed and succeeded after all is that it succeeded', async () => {
    const refundId = await ask(lineAt(await paidPurchase(), 0), 1190)
    await release(refundId)
    await claim(refundId)
    await learn(refundId, failed)
    await learn(refundId, succeeded, webhook)
    expect(await money(refundId)).toMatchObject({ refund: 'succeeded', payment: { refunded: 1190, pending: 0 } })
    expect(await workItems()).toEqual(['refund_failed resolved', 'refund_waiting resolved'])
    await expectSoundBooks()
  })

  test('ends that nobody knew', async () => {
    const refundId = await ask(lineAt(await paidPurchase(), 0), 1190)
    await release(refundId)
    await claim(refundId)
    const unknown = () => commit(async (tx) => recordRefundUnknown(tx, await lockRefund(tx, refundId), 'no answer'))
    await unknown()
    expect(await money(refundId)).toMatchObject({ refund: 'unknown', payment: { refunded: 0, pending: 1190 } })
    expect(await workItems()).toEqual(['refund_unknown open', 'refund_waiting resolved'])
    await learn(refundId, succeeded, webhook)
    expect(await workItems()).toEqual(['refund_unknown resolved', 'refund_waiting resolved'])
    expect(await unknown()).toMatchObject({ outcome: 'already_applied' })
    expect(await money(refundId)).toMatchObject({ refund: 'succeeded' })
  })

  test('of an earlier attempt says nothing about the one under way', async () => {
    const refundId = await ask(lineAt(await paidPurchase(), 0), 1190)
    await release(refundId)
    await claim(refundId)
    await learn(refundId, failed)
    await claim(refundId)
    expect(await money(refundId)).toMatchObject({ refund: 'sending', payment: { refunded: 0, pending: 1190 } })
    expect(await learn(refundId, failed, webhook)).toMatchObject({ outcome: 'already_applied' })
    await learn(refundId, { status: 'succeeded', reference: 're_2' })
    expect(await learn(refundId, failed, webhook)).toMatchObject({ outcome: 'already_applied' })
    expect(await money(refundId)).toMatchObject({ refund: 'succeeded', payment: { refunded: 1190, pending: 0 } })
    await expectSoundBooks()
  })

  test('before we asked for it contradicts our books', async () => {
    const refundId = await ask(lineAt(await paidPurchase(), 0), 1190)
    expect(await learn(refundId, succeeded, webhook)).toMatchObject({ outcome: 'contradicted' })
    await release(refundId)
    expect(await learn(refundId, succeeded, webhook)).toMatchObject({ outcome: 'contradicted' })
    expect(await money(refundId)).toMatchObject({ refund: 'approved', payment: { refunded: 0, pending: 0 } })
  })
})

describe('refunds of one order', () => {
  test('that give all of it back leave nothing of it in any account', async () => {
    const paid = await paidPurchase()
    await sent(lineAt(paid, 0), 2380)
    const last = await sent(lineAt(paid, 1), 2380)
    expect(await balances()).toEqual({})
    expect(await money(last)).toMatchObject({
      order: [2380, 2380, 'refunded', 'none'],
      purchase: 'refunded',
      payment: { refunded: 4760, pending: 0 },
    })
  })

  test('in odd parts telescope to nothing as well', async () => {
    const paid = await paidPurchase()
    const line = lineAt(paid, 0)
    for (const amount of [7, 333, 1, 999]) await sent(line, amount)
    await sent(line, 1040)
    await sent(lineAt(paid, 1), 2380)
    expect(await balances()).toEqual({})
  })

  test('of worked example 5 book what the example says', async () => {
    const paid = await exampleFive()
    const [first, second] = [lineAt(paid, 0), lineAt(paid, 1)]
    const askBoth = (amounts: [number, number]) =>
      commit((tx) =>
        askForRefund(tx, jonas, {
          orderId: first.orderId,
          lines: [
            { orderLineId: first.id, amount: amounts[0], quantity: null },
            { orderLineId: second.id, amount: amounts[1], quantity: null },
          ],
        }),
      )
    expect(await balances()).toMatchObject({ campaign_funding: 385, seller_pending: -9200 })
    await sent(first, 3333)
    expect(await balances()).toEqual({
      campaign_funding: 260,
      commission_revenue: -802,
      provider_clearing: 6897,
      seller_pending: -6202,
      tax_payable_commission: -153,
    })
    for (const [amounts, seller] of [
      [[1111, 500], -4754],
      [[4855, 431], 0],
    ] as const) {
      const refundId = await askBoth([...amounts])
      await release(refundId)
      await claim(refundId)
      await learn(refundId, { status: 'succeeded', reference: `re_${refundId}` })
      expect((await balances()).seller_pending ?? 0).toBe(seller)
    }
    expect(await balances()).toEqual({})
  })
})

describe('the explanation of a purchase', () => {
  test('accounts for every cent, before and after a refund', async () => {
    const paid = await paidPurchase()
    await sent(lineAt(paid, 0), 1190)
    const undecided = await ask(lineAt(paid, 1), 500, { bearer: 'shared', sellerSharePpm: 500_000 })
    const explanation = await read((tx) => getExplanation(tx, paid.id))
    const balance = await balances()
    expect(explanation.difference).toBe(0)
    expect(explanation.steps.at(-1)).toMatchObject({ key: 'payable', total: -(balance.seller_pending ?? 0) })
    const step = explanation.steps.find(({ key }) => key === `refund:${undecided}`)
    const impact = await read(async (tx) => getStoredRefundImpact(tx, await getStoredRefund(tx, undecided)))
    const seller = impact.ok && impact.value.rows.find(({ party }) => party === 'seller')
    expect(step).toMatchObject({ kind: 'undecided', perOrder: [0, seller && seller.change] })
    expect(step?.total).toBeLessThan(0)
    expect(explanation.postingCount).toBe(explanation.entries.flatMap(({ postings }) => postings).length)
  })
})

/** The frozen lines of worked example 5: 7 % off, shared by seller and operator. */
async function exampleFive(): Promise<Paid> {
  return commit(async (tx) => {
    const offers = [
      await openOffer(tx, { seller: market.blom, sku: 'DRILL', unitPrice: 9999 }),
      await openOffer(tx, { seller: market.blom, sku: 'BITS', unitPrice: 1001 }),
    ]
    const purchase = await placeInMarket(tx, market, { lines: offers.map((offerId) => ({ offerId, quantity: 1 })) })
    const lines = await linesOf(tx, purchase.id)
    const frozen = [
      [350, 9649, 1541, 9299, 8108, 1081, 205, 8363],
      [35, 966, 154, 931, 812, 108, 21, 837],
    ]
    for (const [position, line] of lines.entries()) {
      await raw(
        tx,
        `update order_line set discount_seller = $3, discount_operator = $3, funding = $3, tax_base = $4,
           seller_gross = $4, tax = $5, payable = $6, commission_base = $7, commission = $8, commission_tax = $9,
           seller_net = $10
         where tenant_id = $1 and id = $2 returning id`,
        [tx.tenantId, line.id, ...(frozen[position] ?? [])],
      )
    }
    await raw(tx, 'update "order" set payable_amount = 10230 where tenant_id = $1 and purchase_id = $2 returning id', [
      tx.tenantId,
      purchase.id,
    ])
    await raw(tx, 'update payment set amount = 10230 where tenant_id = $1 and purchase_id = $2 returning id', [
      tx.tenantId,
      purchase.id,
    ])
    await payFor(tx, purchase)
    return { id: purchase.id, lines: await linesOf(tx, purchase.id) }
  })
}
