import { z } from 'zod'
import { defineWorkflow } from '../src/engine/workflow.ts'
import { book } from './ledger.ts'

export interface SagaServices {
  /** An effect outside the database, seen by its key. */
  call(key: string, where: string): Promise<string>
}

const input = z.object({ fails: z.boolean() })

/** Four calls to the outside, three commits, a wait and compensations; one kind per number, so a process can own one. */
export const sagaOf = (number: number) =>
  defineWorkflow(
    { name: `saga-${number}`, version: 1, input, lane: 'bulk', onFailure: 'undo' },
    async (ctx, { fails }, { call }: SagaServices) => {
      await ctx.step('authorize', (key) => call(key, 'authorize'), {
        undo: (_, undo) => undo.step('void', (key) => call(key, 'void')),
      })
      await ctx.commit('reserve', (tx) => book(tx, ctx.run, 'reserve'), {
        undo: (_, undo) => undo.commit('release', (tx) => book(tx, ctx.run, 'release')),
      })
      await ctx.step('notify', (key) => call(key, 'notify'))
      await ctx.step('label', (key) => call(key, 'label'))
      if (fails) throw new Error('no stock')
      await ctx.waitFor('approval', { timeoutMs: 100 })
      await ctx.commit('ship', (tx) => book(tx, ctx.run, 'ship'))
      await ctx.commit('bill', (tx) => book(tx, ctx.run, 'bill'))
      await ctx.step('mail', (key) => call(key, 'mail'))
    },
  )

const aroundStep = (name: string, place = name) => [`before:${name}`, `in:${place}`, `mid:${place}`, `after:${name}`]
const aroundCommit = (name: string) => [`before:${name}`, `in:${name}`, `journalled:${name}`, `after:${name}`]

/** A point is the name of the place, and which visit to it. */
const first = (points: string[]) => points.map((point) => ({ point, visit: 1 }))

export const forwardPoints = first([
  ...['authorize', 'notify', 'label', 'mail'].flatMap((name) => aroundStep(name)),
  ...['reserve', 'ship', 'bill'].flatMap(aroundCommit),
  'before-park',
  'after-park',
  'before-finish',
  'after-finish',
])

export const undoPoints = [
  ...first([...aroundStep('~authorize/void', 'void'), ...aroundCommit('~reserve/release')]),
  ...['before-finish', 'after-finish'].flatMap((point) => [
    { point, visit: 1 },
    { point, visit: 2 },
  ]),
]
