import { inTenant, raw } from '@mainstay/db/postgres/client'
import { writer } from '@mainstay/db/test/writer'
import { openWorkItem } from '@mainstay/db/work-item/work-item'
import { TRPCError } from '@trpc/server'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../test/api.ts'
import { askIn } from '../../test/asked-refund.ts'
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

async function issuesOf(call: Promise<unknown>): Promise<unknown> {
  return call.catch((error: unknown) => {
    if (!(error instanceof TRPCError)) throw error
    return failureOf(error).issues
  })
}

describe('the work queue', () => {
  test('has a refund that waits until it is decided', async () => {
    const refund = await askIn(api, api.tenant)
    const maria = await as('maria')
    const isIn = async (view: 'open' | 'resolved') =>
      (await maria.workItem.list({ view, limit: 200 })).items.some(({ subject }) => subject.id === refund.id)
    const before = await maria.workItem.counts({})
    expect([await isIn('open'), await isIn('resolved')]).toEqual([true, false])
    await maria.refund.deny({ refundId: refund.id, version: 1, note: 'no photos' })
    expect([await isIn('open'), await isIn('resolved')]).toEqual([false, true])
    expect((await maria.workItem.counts({})).open).toBe(before.open - 1)
  })

  test('closes what stands for a decision by the decision only, and says who decided', async () => {
    const refund = await askIn(api, api.tenant)
    const maria = await as('maria')
    const { id: workItemId } = await waitingItem(refund.id)
    expect(
      await refusalOf(maria.workItem.resolve({ ...(await seen(workItemId)), resolution: 'looked at it' })),
    ).toEqual({
      code: 'work_item.awaits_decision',
      subject: { type: 'refund', id: refund.id, label: refund.number },
    })
    await maria.refund.approve({ refundId: refund.id, version: 1, note: '' })
    expect(await maria.workItem.get({ workItemId })).toMatchObject({
      status: 'resolved',
      resolvedBy: { id: api.tenant.member('maria').id, name: 'Maria Lindholm' },
      endedBy: 'decision',
      resolution: { code: 'refund.approved' },
    })
  })

  test('shows an item from before there were codes as it was written', async () => {
    const { id: workItemId } = await externalItem()
    await inTenant(api.database.rw, writer(api.tenant.id), (tx) =>
      raw(
        tx,
        `update work_item set cause = 'It stopped', cause_facts = null, next_action = 'Retry it', status = 'resolved',
           resolution = 'It goes on', resolved_at = now() where tenant_id = $1 and id = $2 returning id`,
        [tx.tenantId, workItemId],
      ),
    )
    expect(await (await as('maria')).workItem.get({ workItemId })).toMatchObject({
      cause: { code: 'legacy', text: 'It stopped', nextAction: 'Retry it' },
      resolution: { code: 'note', text: 'It goes on' },
    })
  })

  test('gives an item to one person, who closes it with a reason', async () => {
    const { id: workItemId } = await externalItem()
    const maria = await as('maria')
    expect(await maria.workItem.claim(await seen(workItemId))).toMatchObject({ owner: { name: 'Maria Lindholm' } })
    expect((await maria.workItem.list({ view: 'mine' })).items.map(({ id }) => id)).toEqual([workItemId])
    const sofie = await as('sofie')
    expect(await refusalOf(sofie.workItem.claim(await seen(workItemId)))).toEqual({
      code: 'work_item.owned',
      owner: 'Maria Lindholm',
    })
    const resolution = 'talked to the buyer'
    expect(await maria.workItem.resolve({ ...(await seen(workItemId)), resolution })).toMatchObject({
      status: 'resolved',
      resolution: { code: 'note', text: resolution },
    })
    const { items: told } = await (await as('clara')).audit.list({ subjectId: workItemId, action: 'workItem.resolve' })
    expect(told).toMatchObject([{ reason: resolution, allowedBy: 'Finance over Nordwind Supply' }])
    expect(await refusalOf(sofie.workItem.resolve({ ...(await seen(workItemId)), resolution }))).toEqual({
      code: 'work_item.already_resolved',
    })
    const program = await api.tenant.callerWithKey(['workItem.claim'])
    expect(await refusalOf(program.workItem.claim(await seen(workItemId)))).toBe('FORBIDDEN')
  })

  test('hands an item to a colleague who can see it, and to nobody else', async () => {
    const { id: workItemId } = await externalItem()
    const maria = await as('maria')
    const { items: colleagues } = await maria.workItem.colleagues({})
    expect(colleagues.map(({ name }) => name)).toEqual([
      'Aylin Demir',
      'Clara Benoit',
      'Henrik Vos',
      'Jonas Weber',
      'Maria Lindholm',
      'Priya Nair',
      'Sofie Aalto',
    ])
    const [aylin, nobody] = [api.tenant.member('aylin').id, api.tenant.member('nobody').id]
    expect(await maria.workItem.assign({ ...(await seen(workItemId)), memberId: aylin })).toMatchObject({
      owner: { id: aylin },
    })
    expect(await refusalOf(maria.workItem.assign({ ...(await seen(workItemId)), memberId: nobody }))).toEqual({
      code: 'work_item.out_of_sight',
      name: 'Nils Ohne',
    })
    expect(await refusalOf(maria.workItem.release(await seen(workItemId)))).toMatchObject({
      code: 'work_item.not_yours',
    })
    expect(await (await as('aylin')).workItem.release(await seen(workItemId))).toMatchObject({ owner: null })
  })

  test('gives an item that two people take at once to one of them, and tells the other who has it', async () => {
    const { id: workItemId, version } = await externalItem()
    const people = [await as('maria'), await as('sofie'), await as('aylin')]
    const claims = people.map((each) => each.workItem.claim({ workItemId, version }))
    const settled = await Promise.allSettled(claims)
    const { owner, history } = await (await as('maria')).workItem.get({ workItemId })
    const taken = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value.owner] : []))
    expect(taken).toEqual([owner])
    const lost = claims.filter((_, index) => settled[index]?.status === 'rejected')
    expect(await Promise.all(lost.map(refusalOf))).toEqual(
      Array(2).fill({ code: 'work_item.owned', owner: owner?.name }),
    )
    expect(history.map(({ move, changes }) => [move, changes]).slice(1), 'and writes down whose it was and is').toEqual(
      [['claim', [{ field: 'owner', before: null, after: owner?.name }]]],
    )
  })

  test('gives many items that two people take at once to one each, and nobody waits for the other', async () => {
    const items = await Promise.all(Array.from({ length: 6 }, externalItem))
    const [maria, sofie] = [await as('maria'), await as('sofie')]
    const seen = items.map(({ id, version }) => ({ id, version }))
    const workItemIds = items.map(({ id }) => id)
    const [hers, other] = await Promise.all([
      maria.workItem.claimMany({ workItemIds, seen }),
      sofie.workItem.claimMany({ workItemIds: workItemIds.toReversed(), seen }),
    ])
    expect([...hers.done, ...other.done].sort(), 'each is somebody’s, once').toEqual(workItemIds.toSorted())
    for (const { outcome, owner } of [
      { outcome: hers, owner: 'Sofie Aalto' },
      { outcome: other, owner: 'Maria Lindholm' },
    ]) {
      for (const { refusal } of outcome.refused) expect(refusal).toEqual({ code: 'work_item.owned', owner })
    }
  })

  test('undoes nothing unseen that a colleague did since, for one item and for many', async () => {
    const [one, other] = [await externalItem(), await externalItem()]
    const [maria, sofie] = [await as('maria'), await as('sofie')]
    const memberId = api.tenant.member('henrik').id
    await sofie.workItem.claim({ workItemId: one.id, version: one.version })
    const changed = { code: 'work_item.changed', version: one.version + 1, owner: 'Sofie Aalto' }
    const seen = { workItemId: one.id, version: one.version }
    expect(await refusalOf(maria.workItem.assign({ ...seen, memberId }))).toEqual(changed)
    expect(await refusalOf(maria.workItem.snooze({ ...seen, until: hoursFromNow(2) }))).toEqual(changed)
    expect(await refusalOf(maria.workItem.resolve({ ...seen, resolution: 'nothing more to do' }))).toEqual(changed)
    const both = [one, other].map(({ id, version }) => ({ id, version }))
    const many = { workItemIds: [one.id, other.id], seen: both }
    expect(await maria.workItem.assignMany({ ...many, memberId })).toEqual({
      done: [other.id],
      refused: [{ id: one.id, refusal: changed }],
    })
    const again = await maria.workItem.assign({ workItemId: one.id, version: one.version + 1, memberId })
    expect(again).toMatchObject({ owner: { id: memberId }, version: one.version + 2 })
    const { history } = await maria.workItem.get({ workItemId: one.id })
    expect(history.at(-1)?.changes).toEqual([{ field: 'owner', before: 'Sofie Aalto', after: 'Henrik Vos' }])
  })

  test('does nothing for whoever does not say which state of an item they looked at', async () => {
    const [one, other] = [await externalItem(), await externalItem()]
    const words = 'must be the version of what you looked at, as it was read'
    const each = 'must name each with the version of it that you looked at, such as [{ "id": "…", "version": 1 }]'
    const memberId = api.tenant.member('henrik').id
    const [resolution, until] = ['nothing more to do', null]
    const ids = { workItemIds: [one.id, other.id] }
    const half = { ...ids, seen: [{ id: one.id, version: one.version }] }
    for (const [command, pointer, message] of [
      [['claim', { workItemId: one.id }], '/version', words],
      [['release', { workItemId: one.id }], '/version', words],
      [['assign', { workItemId: one.id, memberId }], '/version', words],
      [['snooze', { workItemId: one.id, until }], '/version', words],
      [['resolve', { workItemId: one.id, resolution, version: 0 }], '/version', words],
      [['claimMany', ids], '/seen', each],
      [['claimMany', half], '/seen', each],
      [['assignMany', { ...half, memberId }], '/seen', each],
      [['snoozeMany', { ...half, until }], '/seen', each],
      [['resolveMany', { ...half, resolution }], '/seen', each],
    ] as const) {
      const answer = await issuesOf(api.tenant.callAs('maria', `workItem.${command[0]}`, command[1]))
      expect(answer, command[0]).toEqual([{ pointer, message }])
    }
    const { history } = await (await as('maria')).workItem.get({ workItemId: one.id })
    expect(history.map(({ move }) => move)).toEqual(['open'])
  })

  test('writes nothing down where nothing changes', async () => {
    const { id: workItemId } = await externalItem()
    const maria = await as('maria')
    const first = await maria.workItem.claim(await seen(workItemId))
    expect(await maria.workItem.claim(await seen(workItemId))).toEqual(first)
    const memberId = api.tenant.member('maria').id
    expect(await maria.workItem.assign({ ...(await seen(workItemId)), memberId })).toEqual(first)
    expect(await maria.workItem.snooze({ ...(await seen(workItemId)), until: null })).toEqual(first)
    const { history } = await maria.workItem.get({ workItemId })
    expect(history.map(({ move }) => move)).toEqual(['open', 'claim'])
  })

  test('has what is put aside again when its time has come, or somebody wants it back', async () => {
    const { id: workItemId } = await externalItem()
    const maria = await as('maria')
    const isIn = async (view: 'open' | 'snoozed') =>
      (await maria.workItem.list({ view, limit: 200 })).items.some(({ id }) => id === workItemId)
    const before = await maria.workItem.counts({})
    await maria.workItem.snooze({ ...(await seen(workItemId)), until: hoursFromNow(2) })
    expect([await isIn('open'), await isIn('snoozed')]).toEqual([false, true])
    expect(await maria.workItem.counts({})).toMatchObject({ open: before.open - 1, snoozed: before.snoozed + 1 })

    api.setNow(hoursFromNow(3))
    expect(await (await as('maria')).workItem.counts({})).toMatchObject({ open: before.open, snoozed: before.snoozed })
    api.setNow(undefined)
    await maria.workItem.snooze({ ...(await seen(workItemId)), until: null })
    expect([await isIn('open'), await isIn('snoozed')]).toEqual([true, false])
    expect(
      await refusalOf(maria.workItem.snooze({ ...(await seen(workItemId)), until: hoursFromNow(8 * 24) })),
    ).toMatchObject({
      code: 'work_item.snooze_too_long',
    })
  })

  test('keeps what was done to an item and said about it, in order', async () => {
    const { id: workItemId } = await externalItem()
    const maria = await as('maria')
    await maria.workItem.assign({ ...(await seen(workItemId)), memberId: api.tenant.member('aylin').id })
    await (await as('clara')).workItem.comment({ workItemId, text: 'The bank calls back on Monday' })
    await maria.workItem.snooze({ ...(await seen(workItemId)), until: hoursFromNow(20) })
    await maria.workItem.resolve({ ...(await seen(workItemId)), resolution: 'the seller bears it' })
    const { history } = await maria.workItem.get({ workItemId })
    expect(history.map(({ move, by, text }) => [move, by.name, text])).toEqual([
      ['open', 'a test', null],
      ['assign', 'Maria Lindholm', null],
      ['comment', 'Clara Benoit', 'The bank calls back on Monday'],
      ['snooze', 'Maria Lindholm', null],
      ['resolve', 'Maria Lindholm', 'the seller bears it'],
    ])
    expect(history[1]?.changes).toEqual([{ field: 'owner', before: null, after: 'Aylin Demir' }])
    const { items: told } = await (await as('clara')).audit.list({ subjectId: workItemId, action: 'workItem.comment' })
    expect(told, 'the words stay where they were said').toMatchObject([{ reason: null, changes: [] }])
    expect(await refusalOf((await as('nobody')).workItem.comment({ workItemId, text: 'me too' }))).toBe('FORBIDDEN')
  })

  test('does to many what can be done, and says of each of the others why not', async () => {
    const refund = await askIn(api, api.tenant)
    const [waiting, one, two] = [await waitingItem(refund.id), await externalItem(), await externalItem()]
    const gone = v7()
    const workItemIds = [waiting.id, one.id, gone, two.id]
    const maria = await as('maria')
    const outcome = await maria.workItem.resolveMany({
      ...(await allSeen(workItemIds)),
      resolution: 'one campaign, one answer',
    })
    expect(outcome).toEqual({
      done: [one.id, two.id],
      refused: [
        { id: waiting.id, refusal: { code: 'work_item.awaits_decision', subject: waiting.subject } },
        { id: gone, refusal: { code: 'bulk.not_found' } },
      ],
    })
    const clara = await as('clara')
    for (const id of outcome.done) {
      const { items: told } = await clara.audit.list({ subjectId: id, action: 'workItem.resolve' })
      expect(told, 'an entry of its own').toMatchObject([{ reason: 'one campaign, one answer' }])
    }
    const onlyWaiting = { done: [waiting.id] }
    expect(await (await as('sofie')).workItem.claimMany(await allSeen(workItemIds))).toMatchObject(onlyWaiting)
    const memberId = api.tenant.member('henrik').id
    expect(await maria.workItem.assignMany({ ...(await allSeen(workItemIds)), memberId })).toMatchObject(onlyWaiting)
    expect(await maria.workItem.snoozeMany({ ...(await allSeen(workItemIds)), until: hoursFromNow(1) })).toMatchObject(
      onlyWaiting,
    )
    expect(await waitingItem(refund.id, 'snoozed')).toMatchObject({ owner: { id: memberId } })
  })
})

function hoursFromNow(hours: number): Date {
  return new Date(Date.now() + hours * 3_600_000)
}

/** The item as somebody who looks now sees it. */
async function seen(workItemId: string) {
  const { version } = await (await as('henrik')).workItem.get({ workItemId })
  return { workItemId, version }
}

/** One that is not there is seen by nobody, and named all the same. */
async function allSeen(workItemIds: string[]) {
  const each = workItemIds.map(async (id) => {
    const { version } = await seen(id).catch(() => ({ version: 1 }))
    return { id, version }
  })
  return { workItemIds, seen: await Promise.all(each) }
}

async function waitingItem(subjectId: string, view: 'open' | 'snoozed' = 'open') {
  const { items } = await (await as('henrik')).workItem.list({ view, limit: 200 })
  const item = items.find(({ subject }) => subject.id === subjectId)
  if (item === undefined) throw new Error('it is not on the queue')
  return item
}

/** Something only a person can end. */
async function externalItem() {
  const subjectId = v7()
  await inTenant(api.database.rw, writer(api.tenant.id), (tx) =>
    openWorkItem(tx, {
      kind: 'external_action',
      subject: { type: 'payment', id: subjectId, label: 'NW-7Q3F' },
      cause: { code: 'refund.made_elsewhere', provider: 'Stripe', isSuspended: false },
      dueAt: hoursFromNow(4),
    }),
  )
  return waitingItem(subjectId)
}
