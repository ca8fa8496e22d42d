import { inTenant, raw, type Tx } from '@mainstay/db/postgres/client'
import { saveRefundDecision } from '@mainstay/db/refund/approve'
import { getRefund, lockRefund } from '@mainstay/db/refund/refund'
import { type TestDatabase, testDatabase } from '@mainstay/db/test/database'
import { type Market, openMarket } from '@mainstay/db/test/market'
import { hire, linesOf, payFor } from '@mainstay/db/test/paid-purchase'
import { placedPurchase } from '@mainstay/db/test/placed-purchase'
import { askForRefund, releaseRefund } from '@mainstay/db/test/refund-desk'
import { writer } from '@mainstay/db/test/writer'
import { accepted, Refused } from '@mainstay/domain/command/decision'
import { denyRefund } from '@mainstay/domain/refund/approve'
import type { Refund } from '@mainstay/domain/refund/refund'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expireRefunds } from './expire-refunds.ts'

let database: TestDatabase
let market: Market
let [jonas, maria] = [
  { id: '', name: '' },
  { id: '', name: '' },
]
beforeAll(async () => {
  database = await testDatabase({ connectionsMax: 20 })
  market = await openMarket(database.rw)
  jonas = await commit((tx) => hire(tx, market, 'Jonas Weber'))
  maria = await commit((tx) => hire(tx, market, 'Maria Lindholm'))
})
afterAll(() => database.close())

const commit = <R>(fn: (tx: Tx) => Promise<R>, at = new Date()) =>
  inTenant(database.rw, writer(market.tenantId, { at }), fn)
const look = <Row>(text: string, id: string) => commit((tx) => raw<Row>(tx, text, [tx.tenantId, id]))
const before = ({ expiresAt }: Refund) => new Date(expiresAt.getTime() - 1)

function ask(): Promise<Refund> {
  return commit(async (tx) => {
    const purchase = await placedPurchase(tx, market)
    await payFor(tx, purchase)
    const [line] = await linesOf(tx, purchase.id)
    if (line === undefined) throw new Error('the purchase has a line')
    const lines = [{ orderLineId: line.id, amount: 500, quantity: null }]
    return getRefund(tx, await askForRefund(tx, jonas, { orderId: line.orderId, lines }))
  })
}

/** The clock, at the moment the time of this one is over. */
const expire = ({ expiresAt }: Refund) => expireRefunds({ ...database, now: expiresAt })

async function deny(refund: Refund): Promise<void> {
  await commit(async (tx) => {
    const locked = await lockRefund(tx, refund.id)
    const after = accepted(denyRefund(locked, maria, { version: 1, at: tx.act.at, note: 'no photos' }))
    const act = tx.as({ actor: { type: 'member', ...maria }, reason: 'no photos' })
    accepted(await saveRefundDecision(act, { before: locked, after, verdict: 'deny' }))
  }, before(refund))
}

const approve = (refund: Refund) => commit((tx) => releaseRefund(tx, maria, refund.id), before(refund))

/** What it has come to, in every table that says so. */
async function stateOf({ id }: Refund) {
  const [state] = await look<{ refund: string; approval: string; version: number; entries: number }>(
    `select refund.status as refund, approval.status as approval, refund.version,
       (select count(*)::int from journal_entry where tenant_id = $1 and source_id = refund.id::text) as entries
     from refund
     join approval on approval.tenant_id = refund.tenant_id and approval.subject_id = refund.id
     where refund.tenant_id = $1 and refund.id = $2`,
    id,
  )
  const items = await look<{ item: string }>(
    `select kind || ' ' || status || coalesce(' of ' || owner_name, '') as item from work_item
     where tenant_id = $1 and subject_id = $2 order by kind`,
    id,
  )
  return { ...state, items: items.map(({ item }) => item) }
}

const ended = {
  refund: 'expired',
  approval: 'expired',
  version: 2,
  entries: 0,
  items: ['refund_expired open of Jonas Weber', 'refund_waiting resolved'],
}

test('a request that nobody decided about ends when its time is over, once, and not before', async () => {
  const refund = await ask()
  expect(await expireRefunds({ ...database, now: before(refund) })).toBe(0)
  expect([await expire(refund), await expire(refund)]).toEqual([1, 0])
  expect(await stateOf(refund)).toEqual(ended)
  const told = await look(
    `select audit_entry.action, audit_entry.actor_name, audit_entry.reason, audit_entry.changes, outbox_event.type
     from audit_entry
     join outbox_event on outbox_event.tenant_id = audit_entry.tenant_id and outbox_event.subject_id = audit_entry.subject_id
       and outbox_event.type = 'refund.expired'
     where audit_entry.tenant_id = $1 and audit_entry.subject_id = $2 and audit_entry.action = 'refund.expire'`,
    refund.id,
  )
  expect(told).toEqual([
    {
      action: 'refund.expire',
      actor_name: 'Mainstay',
      reason: 'not_decided_in_time',
      changes: [{ field: 'status', before: 'requested', after: 'expired' }],
      type: 'refund.expired',
    },
  ])
})

test('a decision in the same moment wins or loses, whole', async () => {
  const asked: Refund[] = []
  for (let count = 0; count < 16; count += 1) asked.push(await ask())
  const won = { approved: 0, denied: 0, expired: 0 }
  for (const [index, refund] of asked.entries()) {
    const decide = index % 2 === 0 ? approve : deny
    const clock = () => expireRefunds({ ...database, now: refund.expiresAt })
    // Each is started first as often as the other.
    const first = index % 4 < 2
    const [one, other] = first ? [decide(refund), clock()] : [clock(), decide(refund)]
    const [decision, ending] = await Promise.allSettled(first ? [one, other] : [other, one])
    const state = await stateOf(refund)
    if (decision.status === 'rejected') {
      expect(decision.reason).toBeInstanceOf(Refused)
      expect(decision.reason).toMatchObject({
        refusal: { code: 'refund.not_awaiting_decision', status: 'expired', decidedBy: null },
      })
      expect(state).toEqual(ended)
      won.expired += 1
    } else {
      const verdict = decide === approve ? 'approved' : 'denied'
      const entries = decide === approve ? 1 : 0
      const approval = decide === approve ? 'approved' : 'rejected'
      expect(state).toEqual({ refund: verdict, approval, version: 2, entries, items: ['refund_waiting resolved'] })
      won[verdict] += 1
    }
    expect(ending.status).toBe('fulfilled')
  }
  expect(won.approved + won.denied + won.expired).toBe(asked.length)
})
