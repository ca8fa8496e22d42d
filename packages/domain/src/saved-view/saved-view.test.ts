import { describe, expect, test } from 'vitest'
import {
  changeView,
  renameView,
  type SavedView,
  savedViewsMax,
  saveOverView,
  saveView,
  seesView,
} from './saved-view.ts'

const aylin = { id: 'aylin', mayShare: false }
const maria = { id: 'maria', mayShare: true }
const view: SavedView = {
  id: 'v1',
  list: 'purchase',
  name: 'Paid',
  address: 'payment=paid',
  columns: [],
  isShared: false,
  owner: { id: 'aylin', name: 'Aylin Demir' },
  version: 1,
}
const shared = { ...view, isShared: true }
const saving = { list: 'purchase' as const, name: 'Large', address: '', columns: [] }

describe('a saved view', () => {
  test('keeps what the list knows, even what cannot be read, and not the page somebody was on or the view they came from', () => {
    const address = 'saved=v1&payment=perhaps&sort=-total&cursor=abc&utm_source=mail&total=gte.400.00'
    expect(saveView({ ...saving, address }, [])).toMatchObject({
      value: { address: 'sort=-total&payment=perhaps&total=gte.400.00' },
    })
  })

  test('takes the place of one of the same name, and no more than fifty have room', () => {
    const names = Array.from({ length: savedViewsMax }, (_, index) => `View ${index}`)
    expect(saveView(saving, names)).toMatchObject({ refusal: { code: 'saved_view.too_many', most: 50 } })
    expect(saveView({ ...saving, name: 'view 7' }, names)).toMatchObject({ ok: true })
  })

  test('is seen by its owner, and when shared by whoever sees the whole marketplace', () => {
    expect(seesView(view, { id: 'aylin', seesEverything: false })).toBe(true)
    expect(seesView(view, { id: 'maria', seesEverything: true })).toBe(false)
    expect(seesView(shared, { id: 'maria', seesEverything: true })).toBe(true)
    expect(seesView(shared, { id: 'seller', seesEverything: false })).toBe(false)
  })

  test('is changed by its owner, and when shared by whoever may share', () => {
    expect(changeView(view, aylin)).toMatchObject({ ok: true })
    expect(changeView(shared, maria)).toMatchObject({ ok: true })
    expect(changeView({ ...shared, owner: { id: 'maria', name: 'Maria' } }, aylin)).toMatchObject({
      refusal: { code: 'saved_view.not_yours', owner: 'Maria' },
    })
  })

  test('is saved over by its owner alone, as everybody else’s of that name is their own', () => {
    expect(saveOverView(shared, aylin)).toMatchObject({ ok: true })
    expect(saveOverView(shared, maria)).toMatchObject({ refusal: { code: 'saved_view.not_yours' } })
  })

  test('has a name its owner uses once, whatever its capitals', () => {
    const ownersNames = ['Paid', 'Large']
    expect(renameView(view, 'LARGE', { by: aylin, ownersNames })).toMatchObject({
      refusal: { code: 'saved_view.name_taken', name: 'LARGE' },
    })
    expect(renameView(view, 'PAID', { by: aylin, ownersNames })).toMatchObject({ value: { name: 'PAID' } })
    expect(renameView(view, 'Mine', { by: { ...maria, id: 'x' }, ownersNames })).toMatchObject({
      refusal: { code: 'saved_view.not_yours' },
    })
  })
})
