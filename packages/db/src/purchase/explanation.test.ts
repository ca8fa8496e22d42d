import { accountKinds } from '@mainstay/domain/ledger/account'
import type { RefundFact } from '@mainstay/domain/refund/fact'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { type Market, openMarket, placeInMarket } from '../../test/market.ts'
import { hire, linesOf, payFor } from '../../test/paid-purchase.ts'
import { askForRefund, releaseRefund } from '../../test/refund-desk.ts'
import { writer } from '../../test/writer.ts'
import { balanceDifferences } from '../ledger/reading.ts'
import { inTenant, raw, readTenant, type Tx } from '../postgres/client.ts'
import { lockRefund } from '../refund/refund.ts'
import { claimRefund, recordRefundFact } from '../refund/send.ts'
import { getExplanation } from './explanation.ts'

const report = { actor: { type: 'provider', name: 'Stripe' } as const, at: new Date('2026-11-22T12:00:00Z') }

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

/** How far one refund goes, and what the provider says of it. */
const arbitraryRefund = fc.record({
  line: fc.nat(1),
  amount: fc.integer({ min: 1, max: 500 }),
  bearer: fc.constantFrom('seller' as const, 'operator' as const, 'shared' as const),
  commissionPolicy: fc.constantFrom('return' as const, 'keep' as const),
  until: fc.constantFrom('asked', 'released', 'sent', 'failed', 'bounced'),
})
type History = { fee: number; refunds: (typeof arbitraryRefund extends fc.Arbitrary<infer R> ? R : never)[] }

/** A marketplace with one purchase, so that its ledger is the ledger of the purchase. */
async function played({ fee, refunds }: History): Promise<{ market: Market; purchaseId: string }> {
  const market = await openMarket(database.rw)
  const commit = <R>(fn: (tx: Tx) => Promise<R>) => inTenant(database.rw, writer(market.tenantId, report), fn)
  const jonas = await commit((tx) => hire(tx, market, 'Jonas Weber'))
  const maria = await commit((tx) => hire(tx, market, 'Maria Lindholm'))
  const { purchaseId, lines } = await commit(async (tx) => {
    const offers = [market.paper, market.soap].map((offerId) => ({ offerId, quantity: 2 }))
    const purchase = await placeInMarket(tx, market, { lines: offers })
    await payFor(tx, purchase, { fee })
    return { purchaseId: purchase.id, lines: await linesOf(tx, purchase.id) }
  })
  const learn = (refundId: string, fact: RefundFact) =>
    commit(async (tx) => recordRefundFact(tx, await lockRefund(tx, refundId), fact))

  for (const { line, amount, until, bearer, commissionPolicy } of refunds) {
    const chosen = lines[line]
    if (chosen === undefined) throw new Error(`there is no line ${line}`)
    const { id, orderId } = chosen
    const asked = { orderId, lines: [{ orderLineId: id, amount, quantity: null }], bearer, commissionPolicy }
    const refundId = await commit((tx) =>
      askForRefund(tx, jonas, { ...asked, sellerSharePpm: bearer === 'shared' ? 300_000 : 0 }),
    )
    if (until === 'asked') continue
    await commit((tx) => releaseRefund(tx, maria, refundId))
    if (until === 'released') continue
    await commit(async (tx) => claimRefund(tx, await lockRefund(tx, refundId)))
    const reference = `re_${refundId}`
    if (until !== 'failed') await learn(refundId, { status: 'succeeded', reference })
    if (until !== 'sent') await learn(refundId, { status: 'failed', reference, reason: 'account_closed' })
  }
  return { market, purchaseId }
}

/** What the tenant owes by kind of account: its balances, which the nightly proof compares with the postings. */
async function owedBy(market: Market) {
  const rows = await readTenant(database.ro, market.tenantId, (tx) =>
    raw<{ kind: string; owed: number }>(
      tx,
      `select account.kind, -sum(account_balance.balance)::bigint as owed
       from account_balance
       join account on account.tenant_id = account_balance.tenant_id and account.id = account_balance.account_id
       where account_balance.tenant_id = $1 group by account.kind`,
      [tx.tenantId],
    ),
  )
  return (kinds: (kind: string) => boolean) =>
    rows.filter(({ kind }) => kinds(kind)).reduce((sum, { owed }) => sum + owed, 0)
}

test('whatever came after a sale, its explanation adds up to the balances of the ledger', async () => {
  const histories = fc.record({ fee: fc.constantFrom(0, 45), refunds: fc.array(arbitraryRefund, { maxLength: 4 }) })
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const { market, purchaseId } = await played(history)
      const explained = await readTenant(database.ro, market.tenantId, (tx) => getExplanation(tx, purchaseId))
      const owed = await owedBy(market)
      expect(await readTenant(database.ro, market.tenantId, balanceDifferences)).toEqual([])
      expect(explained.difference).toBe(0)

      const payable = explained.steps.findLast(({ kind }) => kind === 'balance')
      const ofSellers = (kind: string) => /^seller_(pending|available|held|clawback)$/.test(kind)
      expect(payable?.total).toBe(owed(ofSellers))
      const part = (key: string) => explained.holdings.find((each) => each.key === key)?.total ?? 0
      expect(part('held')).toBe(0 - owed((kind) => kind === 'provider_clearing'))
      expect(part('sellers')).toBe(0 - owed(ofSellers))
      expect(part('fees')).toBe(0 - owed((kind) => kind === 'provider_fees'))
      expect(part('taxes')).toBe(0 - owed((kind) => kind.startsWith('tax_')))
      expect(part('buyer')).toBe(0 - owed((kind) => kind === 'refund_payable'))
      expect(part('marketplace')).toBe(
        0 - owed((kind) => ['commission_revenue', 'shipping_revenue', 'campaign_funding', 'goodwill'].includes(kind)),
      )
      expect(owed((kind) => accountKinds.some((known) => known === kind))).toBe(0)
    }),
    { numRuns: 12 },
  )
})
