import { expect, test } from 'vitest'
import { claimWorkItem, resolveWorkItem } from './work-item.ts'

const lena = { id: 'lena', name: 'Lena Brandt' }
const aylin = { id: 'aylin', name: 'Aylin Demir' }
const open = { status: 'open' as const, owner: null, resolution: null }

test('whoever takes an item owns it', () => {
  expect(claimWorkItem(open, lena)).toMatchObject({ ok: true, value: { owner: lena } })
})

test('taking one’s own item again changes nothing', () => {
  expect(claimWorkItem({ ...open, owner: lena }, lena)).toMatchObject({ ok: true, value: { owner: lena } })
})

test('a colleague’s item is not taken from them', () => {
  expect(claimWorkItem({ ...open, owner: aylin }, lena)).toEqual({
    ok: false,
    refusal: { code: 'work_item.owned', owner: 'Aylin Demir' },
  })
})

test('what is resolved is neither taken nor resolved again', () => {
  const done = { ...open, status: 'resolved' as const }
  expect(claimWorkItem(done, lena)).toMatchObject({ refusal: { code: 'work_item.already_resolved' } })
  expect(resolveWorkItem(done, 'again')).toMatchObject({ refusal: { code: 'work_item.already_resolved' } })
})
