import { expect, test } from 'vitest'
import { decideEach, ManyIds } from './bulk.ts'
import { accept, refuse } from './decision.ts'

const held = (id: string) => ({ id, isHeld: true })
const goOn = (run: { id: string; isHeld: boolean }) =>
  run.isHeld ? accept({ ...run, isHeld: false }) : refuse({ code: 'run.not_held' })

test('what is refused or gone keeps nothing else from being done', () => {
  const { decided, outcome } = decideEach(['a', 'b', 'c'], [held('a'), { id: 'b', isHeld: false }], goOn)
  expect(decided).toEqual([{ before: held('a'), after: { id: 'a', isHeld: false } }])
  expect(outcome).toEqual({
    done: ['a'],
    refused: [
      { id: 'b', refusal: { code: 'run.not_held' } },
      { id: 'c', refusal: { code: 'bulk.not_found' } },
    ],
  })
})

test('what is named twice is done once', () => {
  expect(decideEach(['a', 'a'], [held('a')], goOn).outcome).toEqual({ done: ['a'], refused: [] })
})

test('one command is for one to two hundred', () => {
  const ids = Array.from({ length: 201 }, (_, index) => `019aa000-0000-7000-8000-${String(index).padStart(12, '0')}`)
  expect([[], ids.slice(1), ids].map((each) => ManyIds.safeParse(each).success)).toEqual([false, true, false])
})
