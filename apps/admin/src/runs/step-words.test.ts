import { expect, test } from 'vitest'
import { kindParts, safetyOf, stepTitle } from './step-words.ts'

test('a step reads as a sentence, and one that takes something back says so', () => {
  expect(stepTitle('claim authorization')).toBe('Claim authorization')
  expect(stepTitle('~reserve stock')).toBe('Take back: reserve stock')
})

test('what was written with its record is marked as done once; what failed wrote nothing', () => {
  expect(safetyOf({ kind: 'commit', status: 'done' }).shape).toBe('locked')
  expect(safetyOf({ kind: 'commit', status: 'failed' }).words).toBe('Nothing written; safe to retry')
})

test('a call to the outside is safe to retry because its key stays the same', () => {
  expect(safetyOf({ kind: 'step', status: 'failed' }).words).toBe('Safe to retry: same key, one effect')
})

test('a workflow and its version are told apart', () => {
  expect(kindParts('pay-purchase@2')).toEqual({ name: 'pay-purchase', version: '2' })
})
