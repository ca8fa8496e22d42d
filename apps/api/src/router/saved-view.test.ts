import { insertRoleGrant } from '@mainstay/db/access/role-grant'
import { inTenant } from '@mainstay/db/postgres/client'
import { writer } from '@mainstay/db/test/writer'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Caller, type TestApi, testApi } from '../../test/api.ts'
import { stockOf } from '../../test/placed-purchase.ts'

let api: TestApi
let aylin: Caller
let maria: Caller
beforeAll(async () => {
  api = await testApi()
  const { blom } = await stockOf(api, api.tenant)
  await inTenant(api.database.rw, writer(api.tenant.id), (tx) =>
    insertRoleGrant(tx, {
      memberId: api.tenant.member('nobody').id,
      role: 'support',
      orgUnitId: blom.orgUnit.id,
      reach: 'subtree',
    }),
  )
})
beforeEach(async () => {
  aylin = await api.tenant.callerAs('aylin')
  maria = await api.tenant.callerAs('maria')
})
afterAll(() => api.close())

const large = {
  list: 'purchase' as const,
  name: 'Large',
  address: 'payment=paid&sort=-total&cursor=x',
  columns: ['number', 'total'],
}
const namesFor = async (caller: Caller) =>
  (await caller.savedView.list({ list: 'purchase' })).items.map(({ name }) => name)

test('a view is kept for its owner alone, without the page they were on', async () => {
  expect(await aylin.savedView.save(large)).toMatchObject({ address: 'sort=-total&payment=paid', isShared: false })
  expect(await namesFor(aylin)).toEqual(['Large'])
  expect(await namesFor(maria)).toEqual([])
  expect((await aylin.savedView.list({ list: 'refund' })).items).toEqual([])
})

test('saved again under its name it is the same view, changed', async () => {
  const first = await aylin.savedView.save(large)
  const again = await aylin.savedView.save({ ...large, name: 'LARGE', address: 'payment=unknown' })
  expect(again).toMatchObject({ id: first.id, name: 'LARGE', address: 'payment=unknown', version: first.version + 1 })
  expect(await namesFor(aylin)).toEqual(['LARGE'])
})

test('a shared view is everybody’s to see who sees the whole marketplace, and its owner’s and the sharers’ to change', async () => {
  const view = await maria.savedView.save({ ...large, name: 'Of the week' })
  const { id: savedViewId } = await maria.savedView.share({ savedViewId: view.id, isShared: true })
  const priya = await api.tenant.callerAs('priya')
  expect(await namesFor(priya)).toEqual(['Of the week'])
  expect(await namesFor(await api.tenant.callerAs('nobody'))).toEqual([])

  const notHers = { cause: { refusal: { code: 'saved_view.not_yours', owner: 'Maria Lindholm' } } }
  await expect(priya.savedView.rename({ savedViewId, name: 'Mine' })).rejects.toMatchObject(notHers)
  await expect(priya.savedView.delete({ savedViewId })).rejects.toMatchObject(notHers)
  await expect(priya.savedView.share({ savedViewId, isShared: false })).rejects.toMatchObject({ code: 'FORBIDDEN' })

  expect(await aylin.savedView.rename({ savedViewId, name: 'Of this week' })).toMatchObject({ name: 'Of this week' })
  await aylin.savedView.share({ savedViewId, isShared: false })
  expect(await namesFor(priya)).toEqual([])
  await expect(aylin.savedView.delete({ savedViewId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await maria.savedView.delete({ savedViewId })).toEqual({})
  expect(await namesFor(maria)).toEqual([])
})

test('a name is used once, and views of a list are for whoever may read it', async () => {
  const { id: savedViewId } = await maria.savedView.save({ ...large, name: 'One' })
  await maria.savedView.save({ ...large, name: 'Two' })
  await expect(maria.savedView.rename({ savedViewId, name: 'two' })).rejects.toMatchObject({
    cause: { refusal: { code: 'saved_view.name_taken', name: 'two' } },
  })
  await expect(maria.savedView.save({ ...large, list: 'audit' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(maria.savedView.list({ list: 'audit' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

test('without a list they are those of every list one may read', async () => {
  const henrik = await api.tenant.callerAs('henrik')
  for (const list of ['audit', 'refund'] as const) {
    const { id } = await henrik.savedView.save({ list, name: `Every ${list}`, address: '' })
    await henrik.savedView.share({ savedViewId: id, isShared: true })
  }
  const { items } = await maria.savedView.list({})
  expect(items.map(({ name }) => name)).toContain('Every refund')
  expect(items.map(({ name }) => name)).not.toContain('Every audit')
})

test('who kept, shared and deleted a view is in the audit log', async () => {
  const view = await maria.savedView.save({ ...large, name: 'Audited' })
  await maria.savedView.share({ savedViewId: view.id, isShared: true })
  await maria.savedView.delete({ savedViewId: view.id })
  const henrik = await api.tenant.callerAs('henrik')
  const { items } = await henrik.audit.list({ subjectId: view.id })
  expect(items.map(({ action, actor }) => [action, actor.name])).toEqual([
    ['savedView.delete', 'Maria Lindholm'],
    ['savedView.share', 'Maria Lindholm'],
    ['savedView.save', 'Maria Lindholm'],
  ])
})

test('the audit log says what a view was before, and nothing where nothing changed', async () => {
  const { id: savedViewId } = await maria.savedView.save({ ...large, name: 'Late' })
  await maria.savedView.rename({ savedViewId, name: 'Very late' })
  await maria.savedView.rename({ savedViewId, name: 'Very late' })
  await maria.savedView.share({ savedViewId, isShared: true })
  await maria.savedView.save({ ...large, name: 'Very late', address: 'payment=unknown' })
  const clara = await api.tenant.callerAs('clara')
  const { items } = await clara.audit.list({ subjectId: savedViewId, limit: 200 })
  expect(
    items
      .toReversed()
      .map(({ action, changes }) => [action, changes])
      .slice(1),
  ).toEqual([
    ['savedView.rename', [{ field: 'name', before: 'Late', after: 'Very late' }]],
    ['savedView.share', [{ field: 'isShared', before: false, after: true }]],
    ['savedView.save', [{ field: 'address', before: 'sort=-total&payment=paid', after: 'payment=unknown' }]],
  ])
})
