import { insertRoleGrant } from '@mainstay/db/access/role-grant'
import { balanceDifferences } from '@mainstay/db/ledger/reading'
import { inTenant, raw, readTenant } from '@mainstay/db/postgres/client'
import type { LineOfOrder } from '@mainstay/db/test/paid-purchase'
import { writer } from '@mainstay/db/test/writer'
import { expireRefunds } from '@mainstay/workflows/expire-refunds'
import { TRPCError } from '@trpc/server'
import { v7 } from 'uuid'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../test/api.ts'
import { askIn, askingFor, payIn } from '../../test/asked-refund.ts'
import { importIn } from '../../test/imported-history.ts'
import { stockOf } from '../../test/placed-purchase.ts'
import { failureOf } from '../http/failure.ts'

let api: TestApi
beforeAll(async () => {
  api = await testApi()
})
afterAll(() => api.close())

const as = (...args: Parameters<TestApi['tenant']['callerAs']>) => api.tenant.callerAs(...args)
const look = <Row>(text: string, ...values: unknown[]) =>
  readTenant(api.database.ro, api.tenant.id, (tx) => raw<Row>(tx, text, [api.tenant.id, ...values]))

/** The code of the refusal, or of the error where the rules were not asked. */
async function answerTo(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'ok',
    (error: unknown) => {
      if (!(error instanceof TRPCError)) throw error
      return failureOf(error).refusal ?? failureOf(error).code
    },
  )
}

const auditOf = (refundId: string) =>
  look<{ action: string; actor_name: string; allowed_by: string | null; reason: string | null }>(
    `select action, actor_name, allowed_by, reason from audit_entry
     where tenant_id = $1 and subject_id = $2 order by occurred_at, id`,
    refundId,
  )
const eventsOf = async (refundId: string) =>
  (
    await look<{ type: string }>(
      'select type from outbox_event where tenant_id = $1 and subject_id = $2 order by subject_version',
      refundId,
    )
  ).map(({ type }) => type)
const runsOf = (refundId: string) =>
  look<{ kind: string; status: string }>(
    'select kind, status from workflow_run where tenant_id = $1 and subject_id = $2',
    refundId,
  )

describe('a refund', () => {
  test('is asked for by one person, released by another, and its sending begins with the release', async () => {
    const asked = await askIn(api, api.tenant, { by: 'jonas', amount: 1000 })
    expect(asked).toMatchObject({ status: 'requested', version: 1, requestedBy: { name: 'Jonas Weber' } })
    expect(await runsOf(asked.id)).toEqual([])

    const maria = await as('maria')
    const note = 'photos seen'
    const released = await maria.refund.approve({ refundId: asked.id, version: asked.version, note })
    expect(released).toMatchObject({
      status: 'approved',
      version: 2,
      decidedBy: { name: 'Maria Lindholm' },
      decisionNote: note,
    })
    expect(await runsOf(asked.id)).toEqual([{ kind: 'pay-refund@1', status: 'queued' }])
    expect(await auditOf(asked.id)).toMatchObject([
      { action: 'refund.request', actor_name: 'Jonas Weber', reason: 'arrived broken' },
      { action: 'refund.approve', actor_name: 'Maria Lindholm', reason: note },
    ])
    expect((await auditOf(asked.id))[1]?.allowed_by).toBe('Finance over Nordwind Supply up to 5,000.00 EUR')
    expect(await eventsOf(asked.id)).toEqual(['refund.requested', 'refund.approved'])
    const [entry] = await look<{ kind: string; approval: string }>(
      `select entry.kind, approval.status as approval from journal_entry entry
       join approval on approval.tenant_id = entry.tenant_id and approval.id = entry.approval_id
       where entry.tenant_id = $1 and entry.source_id = $2`,
      asked.id,
    )
    expect(entry).toEqual({ kind: 'refund_committed', approval: 'approved' })
  })

  test('that two people release at the same moment is released once, and the other is told by whom', async () => {
    const asked = await askIn(api, api.tenant, { amount: 1000 })
    const deciders = [await as('maria'), await as('henrik'), await as('sofie')]
    const input = { refundId: asked.id, version: asked.version, note: '' }
    const answers = await Promise.all(deciders.map((decider) => answerTo(decider.refund.approve(input))))
    const refused = answers.filter((answer) => answer !== 'ok')
    expect(refused).toHaveLength(2)
    const { decidedBy } = await (await as('maria')).refund.get({ refundId: asked.id })
    for (const refusal of refused) {
      expect(refusal).toEqual({
        code: 'refund.not_awaiting_decision',
        status: 'approved',
        decidedBy: decidedBy?.name,
      })
    }
    expect(await runsOf(asked.id)).toHaveLength(1)
    expect(await readTenant(api.database.ro, api.tenant.id, balanceDifferences)).toEqual([])
  })

  test('is not released by the person who asked, nor above a limit, nor unseen, nor too late', async () => {
    const asked = await askIn(api, api.tenant, { by: 'jonas', amount: 4760 })
    const input = { refundId: asked.id, version: asked.version, note: '' }
    expect(await answerTo((await as('jonas')).refund.approve(input))).toEqual({ code: 'refund.own_request' })
    expect(await answerTo((await as('aylin')).refund.approve(input))).toBe('FORBIDDEN')
    const maria = await as('maria')
    expect(await answerTo(maria.refund.approve({ ...input, version: 2 }))).toEqual({
      code: 'refund.changed',
      version: 1,
    })

    api.setNow(new Date(asked.expiresAt))
    const late = await as('maria')
    expect(await answerTo(late.refund.approve(input))).toEqual({
      code: 'refund.approval_expired',
      expiredAt: asked.expiresAt,
    })
    api.setNow(undefined)
    expect(await (await as('maria')).refund.get({ refundId: asked.id })).toMatchObject({ status: 'requested' })
  })

  test('above the limit of one is released by another with a higher one', async () => {
    const { lines } = await payIn(api, api.tenant)
    const asked = await (await as('sofie')).refund.request(askingFor(lines[1], 4760))
    await inTenant(api.database.rw, writer(api.tenant.id), (tx) =>
      raw(
        tx,
        `update role_grant set limit_amount = 4759 where tenant_id = $1 and member_id = $2 and limit_amount is not null returning id`,
        [tx.tenantId, api.tenant.member('jonas').id],
      ),
    )
    const input = { refundId: asked.id, version: 1, note: '' }
    expect(await answerTo((await as('jonas')).refund.approve(input))).toEqual({
      code: 'refund.over_limit',
      limit: { amount: 4759, currency: 'EUR' },
      amount: { amount: 4760, currency: 'EUR' },
    })
    expect(await answerTo((await as('maria')).refund.approve(input))).toBe('ok')
  })

  test('that is turned down moves nothing, and says why', async () => {
    const asked = await askIn(api, api.tenant)
    const maria = await as('maria')
    const denied = await maria.refund.deny({ refundId: asked.id, version: 1, note: 'no photos' })
    expect(denied).toMatchObject({ status: 'denied', decisionNote: 'no photos', decidedBy: { name: 'Maria Lindholm' } })
    expect(await runsOf(asked.id)).toEqual([])
    expect(await eventsOf(asked.id)).toEqual(['refund.requested', 'refund.denied'])
    const again = maria.refund.approve({ refundId: asked.id, version: 2, note: '' })
    expect(await answerTo(again)).toMatchObject({ code: 'refund.not_awaiting_decision', status: 'denied' })
  })

  test('is neither asked for nor released by a program', async () => {
    const { lines } = await payIn(api, api.tenant)
    const program = await api.tenant.callerWithKey(['refund.request', 'refund.approve'])
    expect(await answerTo(program.refund.request(askingFor(lines[0], 100)))).toBe('FORBIDDEN')
    const asked = await askIn(api, api.tenant)
    expect(await answerTo(program.refund.approve({ refundId: asked.id, version: 1, note: '' }))).toBe('FORBIDDEN')
  })

  test('asked for twice with one key is one refund', async () => {
    const { lines } = await payIn(api, api.tenant)
    const jonas = await as('jonas', { idempotencyKey: v7() })
    const first = await jonas.refund.request(askingFor(lines[0], 100))
    expect(await jonas.refund.request(askingFor(lines[0], 100))).toEqual(first)
  })

  test('of more than was paid is refused with what is left of which line', async () => {
    const { lines } = await payIn(api, api.tenant)
    expect(await answerTo((await as('jonas')).refund.request(askingFor(lines[0], 1191)))).toEqual({
      code: 'refund.over_refundable',
      orderLineId: lines[0]?.id,
      title: 'Title of PAPER',
      refundable: { amount: 1190, currency: 'EUR' },
    })
  })
})

test('an order that came with an import has no frozen commission, so none of it can be refunded', async () => {
  await importIn(api, api.tenant)
  const [line] = await look<LineOfOrder>(
    `select line.id, line.order_id as "orderId", line.payable, line.title from order_line line
     join "order" on "order".tenant_id = line.tenant_id and "order".id = line.order_id
     join purchase on purchase.tenant_id = "order".tenant_id and purchase.id = "order".purchase_id
     where line.tenant_id = $1 and purchase.source = 'import' limit 1`,
  )
  const jonas = await as('jonas')
  expect(await answerTo(jonas.refund.preview(askingFor(line, 100)))).toEqual({ code: 'refund.no_snapshot' })
  expect(await answerTo(jonas.refund.request(askingFor(line, 100)))).toEqual({ code: 'refund.no_snapshot' })
})

describe('what a refund changes', () => {
  test('is shown before it is asked for, while it waits and after its release as the very same', async () => {
    const { lines } = await payIn(api, api.tenant)
    const request = askingFor(lines[0], 595)
    const jonas = await as('jonas')
    const preview = await jonas.refund.preview(request)
    expect(preview.rows.map(({ party, now, change, after }) => [party, now, change, after])).toEqual([
      ['buyer', 1190, -595, 595],
      ['seller', 1041, -520, 521],
      ['commission', 125, -63, 62],
      ['commission_tax', 24, -12, 12],
    ])
    expect(preview.sellersTax).toBe(95)
    expect(preview.sellerWillOwe).toBeNull()

    const { id: refundId } = await jonas.refund.request(request)
    const maria = await as('maria')
    expect(await maria.refund.impact({ refundId })).toEqual(preview)
    await maria.refund.approve({ refundId, version: 1, note: '' })
    expect((await maria.refund.impact({ refundId })).rows).toEqual(preview.rows)
  })
})

describe('a refund that nobody decides about', () => {
  afterEach(() => api.setNow(undefined))

  test('lapses by the clock, says so wherever it is shown, and can be asked for again', async () => {
    const { lines } = await payIn(api, api.tenant)
    const asked = await (await as('jonas')).refund.request(askingFor(lines[0], 1000))
    api.setNow(asked.expiresAt)
    const maria = await as('maria')
    expect((await maria.refund.verdict({ refundId: asked.id })).approve).toEqual([
      { code: 'refund.approval_expired', expiredAt: asked.expiresAt },
    ])
    await expireRefunds({ ...api.database, now: asked.expiresAt })
    expect(await maria.refund.get({ refundId: asked.id })).toMatchObject({ status: 'expired', decidedBy: null })
    const { items: approvals } = await maria.approval.list({ status: 'expired', limit: 200 })
    expect(approvals.find(({ subject }) => subject.id === asked.id)).toMatchObject({
      decidedBy: null,
      decidedAt: asked.expiresAt,
    })
    const decide = { refundId: asked.id, version: 2, note: 'too late' }
    const gone = { code: 'refund.not_awaiting_decision', status: 'expired', decidedBy: null }
    expect([await answerTo(maria.refund.approve(decide)), await answerTo(maria.refund.deny(decide))]).toEqual([
      gone,
      gone,
    ])

    const jonas = await as('jonas')
    const { items } = await jonas.workItem.list({ view: 'mine', limit: 200 })
    const mine = items.find(({ subject }) => subject.id === asked.id)
    expect(mine).toMatchObject({
      kind: 'refund_expired',
      owner: { name: 'Jonas Weber' },
      purchaseId: asked.purchase.id,
    })
    expect(await jonas.refund.request(askingFor(lines[0], 1000))).toMatchObject({ status: 'requested', version: 1 })
    const item = { workItemId: mine?.id ?? '', version: mine?.version ?? 0 }
    expect(await jonas.workItem.resolve({ ...item, resolution: 'asked again' })).toMatchObject({ endedBy: 'person' })
  })
})

describe("a seller's people", () => {
  test('see the refunds of their own orders only', async () => {
    const { lines } = await payIn(api, api.tenant)
    const jonas = await as('jonas')
    const ofBlom = await jonas.refund.request(askingFor(lines[0], 100))
    const ofHahn = await jonas.refund.request(askingFor(lines[1], 100))
    const { blom } = await stockOf(api, api.tenant)
    await inTenant(api.database.rw, writer(api.tenant.id), (tx) =>
      insertRoleGrant(tx.as({ reason: 'works for Blom' }), {
        memberId: api.tenant.member('nobody').id,
        role: 'finance',
        orgUnitId: blom.orgUnit.id,
        reach: 'subtree',
        limit: { amount: 100_000, currency: 'EUR' },
      }),
    )
    const clerk = await as('nobody')
    const { items } = await clerk.refund.list({ limit: 200 })
    expect(items.map(({ id }) => id)).toContain(ofBlom.id)
    expect(items.map(({ id }) => id)).not.toContain(ofHahn.id)
    expect(await clerk.refund.get({ refundId: ofBlom.id })).toMatchObject({ number: ofBlom.number })
    for (const call of [
      () => clerk.refund.get({ refundId: ofHahn.id }),
      () => clerk.refund.impact({ refundId: ofHahn.id }),
      () => clerk.refund.preview(askingFor(lines[1], 100)),
      () => clerk.refund.request(askingFor(lines[1], 100)),
      () => clerk.refund.approve({ refundId: ofHahn.id, version: 1, note: '' }),
      () => clerk.refund.deny({ refundId: ofHahn.id, version: 1, note: 'not ours' }),
    ]) {
      expect(await answerTo(call())).toBe('NOT_FOUND')
    }
  })

  test('release the refunds of one seller under the limit that was granted for that seller', async () => {
    const { blom, hahn } = await stockOf(api, api.tenant)
    const asked = await askIn(api, api.tenant, { by: 'jonas', amount: 4760 })
    const how = { role: 'finance', reach: 'subtree' } as const
    await inTenant(api.database.rw, writer(api.tenant.id), async (tx) => {
      for (const [unit, amount] of [[hahn.orgUnit, 100] as const, [blom.orgUnit, 500_000] as const]) {
        const grant = { ...how, memberId: api.tenant.member('nobody').id, orgUnitId: unit.id }
        const limit = { amount, currency: 'EUR' }
        await insertRoleGrant(tx.as({ reason: 'works for Blom' }), { ...grant, limit })
      }
    })
    const clerk = await as('nobody')
    const over = {
      code: 'refund.over_limit',
      limit: { amount: 100, currency: 'EUR' },
      amount: { amount: 4760, currency: 'EUR' },
    }
    expect(await answerTo(clerk.refund.approve({ refundId: asked.id, version: 1, note: '' }))).toEqual(over)
    expect(await clerk.refund.verdict({ refundId: asked.id }), 'and are told the same beforehand').toEqual({
      approve: [over],
      deny: [],
      limit: over.limit,
    })
  })

  test('are told what they may decide where they may, and the audit log names the right that reaches it', async () => {
    const { blom } = await stockOf(api, api.tenant)
    const ofBlom = await askIn(api, api.tenant, { by: 'jonas', amount: 1000 })
    const ofHahn = await askIn(api, api.tenant, { by: 'jonas', amount: 4760 })
    // Everywhere up to 10 euros, at Blom up to 100.
    await inTenant(api.database.rw, writer(api.tenant.id), async (tx) => {
      const held = { memberId: api.tenant.member('aylin').id, role: 'finance', reach: 'subtree' } as const
      const because = tx.as({ reason: 'stands in for Maria' })
      const everywhere = { ...held, orgUnitId: api.tenant.operator.id, limit: { amount: 1_000, currency: 'EUR' } }
      await insertRoleGrant(because, everywhere)
      const atBlom = { ...held, orgUnitId: blom.orgUnit.id, limit: { amount: 10_000, currency: 'EUR' } }
      await insertRoleGrant(because, atBlom)
    })
    const aylin = await as('aylin')
    const verdictOn = async (refundId: string) => {
      const { approve, limit } = await aylin.refund.verdict({ refundId })
      return [limit.amount, approve.map(({ code }) => code)]
    }
    expect(await verdictOn(ofBlom.id)).toEqual([10_000, []])
    expect(await verdictOn(ofHahn.id)).toEqual([1_000, ['refund.over_limit']])
    await aylin.refund.approve({ refundId: ofBlom.id, version: 1, note: '' })
    await aylin.refund.deny({ refundId: ofHahn.id, version: 1, note: 'the parcel was found' })

    const rightTo = async (subjectId: string, action: string) => {
      const { items } = await (await as('clara')).audit.list({ subjectId, action })
      return items.map(({ allowedBy }) => allowedBy)
    }
    expect(await rightTo(ofBlom.id, 'refund.approve')).toEqual([
      `Finance over ${blom.name} up to 100.00 EUR, Finance over Nordwind Supply up to 10.00 EUR`,
    ])
    expect(await rightTo(ofHahn.id, 'refund.deny')).toEqual(['Finance over Nordwind Supply'])
  })

  test('are told where their right does not reach a refund that they may read', async () => {
    const { blom } = await stockOf(api, api.tenant)
    const ofHahn = await askIn(api, api.tenant, { by: 'jonas', amount: 4760 })
    await inTenant(api.database.rw, writer(api.tenant.id), (tx) =>
      insertRoleGrant(tx.as({ reason: 'looks after Blom' }), {
        memberId: api.tenant.member('priya').id,
        role: 'finance',
        orgUnitId: blom.orgUnit.id,
        reach: 'subtree',
        limit: { amount: 500_000, currency: 'EUR' },
      }),
    )
    const { approve, deny, limit } = await (await as('priya')).refund.verdict({ refundId: ofHahn.id })
    const tooFar = { code: 'refund.out_of_reach', seller: ofHahn.order.sellerName }
    expect([approve[0], deny, limit.amount]).toEqual([tooFar, [tooFar], 0])
  })
})
