import { inTenant, raw } from '@mainstay/db/postgres/client'
import { writer } from '@mainstay/db/test/writer'
import { openWorkItem } from '@mainstay/db/work-item/work-item'
import { TRPCError } from '@trpc/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../test/api.ts'
import { askIn, askingFor, payIn } from '../../test/asked-refund.ts'
import { failureOf } from '../http/failure.ts'

let api: TestApi
beforeAll(async () => {
  api = await testApi()
})
afterAll(() => api.close())

const as = (...args: Parameters<TestApi['tenant']['callerAs']>) => api.tenant.callerAs(...args)

async function refusalOf(call: Promise<unknown>): Promise<unknown> {
  return call.catch((error: unknown) => {
    if (!(error instanceof TRPCError)) throw error
    return failureOf(error).refusal ?? failureOf(error).code
  })
}

test('what waits for a second person is listed until somebody decides', async () => {
  const refund = await askIn(api, api.tenant, { amount: 700 })
  const maria = await as('maria')
  const approvalIn = async (status: 'open' | 'approved') =>
    (await maria.approval.list({ status, limit: 200 })).items.find(({ subject }) => subject.id === refund.id)
  expect(await approvalIn('open')).toMatchObject({
    action: 'refund.approve',
    subject: { type: 'refund', label: refund.number, version: 1 },
    amount: { amount: 700, currency: 'EUR' },
    commandHash: refund.commandHash,
    requestedBy: { name: 'Jonas Weber' },
    decidedBy: null,
  })
  await maria.refund.approve({ refundId: refund.id, version: 1, note: '' })
  expect(await approvalIn('open')).toBeUndefined()
  expect(await approvalIn('approved')).toMatchObject({ decidedBy: { name: 'Maria Lindholm' } })
})

test('the audit log tells by which right somebody released a refund, and is not for everybody', async () => {
  const refund = await askIn(api, api.tenant)
  await (await as('maria')).refund.approve({ refundId: refund.id, version: 1, note: '' })
  const clara = await as('clara')
  const { items } = await clara.audit.list({ subjectId: refund.id })
  expect(items.map(({ action, actor }) => [action, actor.name])).toEqual([
    ['refund.approve', 'Maria Lindholm'],
    ['refund.request', 'Jonas Weber'],
  ])
  expect(items[0]).toMatchObject({
    allowedBy: 'Finance over Nordwind Supply up to 5,000.00 EUR',
    changes: [{ field: 'status', before: 'requested', after: 'approved' }],
    purchaseId: refund.purchase.id,
  })
  const ofMaria = await clara.audit.list({ actorId: api.tenant.member('maria').id, action: 'refund.approve' })
  expect(ofMaria.items.map(({ subject }) => subject.label)).toContain(refund.number)
  expect(await refusalOf((await as('maria')).audit.list({}))).toBe('FORBIDDEN')
})

describe('a workflow run', () => {
  test('is found by what it is about, and driven again only when it is held', async () => {
    const refund = await askIn(api, api.tenant)
    const maria = await as('maria')
    await maria.refund.approve({ refundId: refund.id, version: 1, note: '' })
    const { items } = await maria.workflow.list({ subjectId: refund.id })
    expect(items).toMatchObject([{ kind: 'pay-refund@1', status: 'queued', startedBy: 'Maria Lindholm' }])
    const ofPurchase = await maria.workflow.list({ purchaseId: refund.purchase.id })
    expect(ofPurchase.items.map(({ id }) => id)).toContain(items[0]?.id)
    const runId = items[0]?.id ?? ''
    expect(await maria.workflow.get({ runId })).toMatchObject({ subject: { type: 'refund', id: refund.id }, steps: [] })

    const again = { runId, reason: 'the provider is back' }
    expect(await refusalOf(maria.workflow.retry(again))).toBe('FORBIDDEN')
    const priya = await as('priya')
    expect(await refusalOf(priya.workflow.retry(again))).toEqual({ code: 'workflow.not_held', status: 'queued' })
    await hold(runId)
    const isQueued = async () =>
      (await priya.workItem.list({ limit: 200 })).items.some(({ subject }) => subject.id === runId)
    expect(await isQueued()).toBe(true)
    expect(await priya.workflow.retry(again)).toMatchObject({ status: 'queued' })
    expect(await isQueued(), 'on the queue although somebody saw to it').toBe(false)
    const { items: told } = await (await as('clara')).audit.list({ subjectId: runId })
    expect(told).toMatchObject([
      { action: 'workflow.retry', reason: 'the provider is back', actor: { name: 'Priya Nair' } },
    ])
  })

  test('is driven again with many others, and each for itself', async () => {
    const [held, running] = [await runOfRefund(), await runOfRefund()]
    await hold(held)
    const priya = await as('priya')
    const reason = 'the provider is back'
    expect(await priya.workflow.retryMany({ runIds: [running, held], reason })).toEqual({
      done: [held],
      refused: [{ id: running, refusal: { code: 'workflow.not_held', status: 'queued' } }],
    })
    expect(await priya.workflow.get({ runId: held })).toMatchObject({ status: 'queued' })
    const { items: told } = await (await as('clara')).audit.list({ subjectId: held })
    expect(told).toMatchObject([{ action: 'workflow.retry', reason }])
  })
})

/** The run that pays a refund somebody released. */
async function runOfRefund(): Promise<string> {
  const refund = await askIn(api, api.tenant)
  const maria = await as('maria')
  await maria.refund.approve({ refundId: refund.id, version: 1, note: '' })
  const { items } = await maria.workflow.list({ subjectId: refund.id })
  return items[0]?.id ?? ''
}

async function hold(runId: string): Promise<void> {
  await inTenant(api.database.rw, writer(api.tenant.id), async (tx) => {
    await raw(tx, `update workflow_run set status = 'failed' where tenant_id = $1 and id = $2 returning id`, [
      tx.tenantId,
      runId,
    ])
    await openWorkItem(tx, heldItem(runId))
  })
}

function heldItem(runId: string) {
  return {
    kind: 'run_held',
    subject: { type: 'workflow_run', id: runId, label: 'pay-refund' },
    runId,
    cause: { code: 'workflow.stopped', step: 'ask the provider', detail: 'the provider is down' },
    dueAt: new Date(Date.now() + 3_600_000),
  } as const
}

describe('the money of a purchase', () => {
  test('is explained to the cent, with what an undecided refund would take', async () => {
    const { id: purchaseId, lines } = await payIn(api, api.tenant)
    const jonas = await as('jonas')
    const waiting = await jonas.refund.request(askingFor(lines[0], 595))
    const explanation = await jonas.ledger.explain({ purchaseId })
    expect(explanation).toMatchObject({ difference: 0, currency: 'EUR', orders: [{ sellerName: 'Blom Papier' }, {}] })
    const totals = Object.fromEntries(explanation.steps.map(({ key, total }) => [key, total]))
    expect(totals).toMatchObject({ paid: 5950, [`refund:${waiting.id}`]: -520 })
    expect(totals['earned']).toBe(totals['payable'])

    await (await as('maria')).refund.approve({ refundId: waiting.id, version: 1, note: '' })
    const after = await jonas.ledger.explain({ purchaseId })
    expect(after.difference).toBe(0)
    expect(after.steps.at(-1)).toMatchObject({ key: 'payable', total: (totals['earned'] ?? 0) - 520 })
    expect(await refusalOf((await as('priya')).ledger.explain({ purchaseId }))).toBe('FORBIDDEN')
  })
})
