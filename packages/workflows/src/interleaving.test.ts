import type { Trouble } from '@mainstay/db/test/lossy-wire'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestEngine, testEngine } from '../test/engine.ts'
import { type Happening, liveThroughAll } from '../test/interleaved-life.ts'
import { watchAnswers } from '../test/lossy-engine.ts'
import { interleavings, losses, refusals } from '../test/wire-fault.ts'

let engine: TestEngine
beforeAll(async () => {
  engine = await testEngine()
  await watchAnswers(engine)
})
afterAll(() => engine.close())

const statements = [
  'claim',
  'load',
  'begin',
  'journal in commit',
  'commit',
  'journal',
  'moves',
  'signals',
  'sweep',
  'renew',
]
// What comes and goes; a "no" to what the journal is given holds a run for good reason.
const passing = refusals.filter((fault) => fault.how === 'refusal' && !/^(2[23]|XX)/.test(fault.code))

const trouble: fc.Arbitrary<Trouble> = fc.record({
  statement: fc.constantFrom(...statements),
  fault: fc.constantFrom(...losses, ...passing),
  nth: fc.integer({ min: 1, max: 3 }),
  times: fc.integer({ min: 1, max: 3 }),
})

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: trouble.map((each) => ({ what: 'trouble', trouble: each }) as const) },
  { weight: 2, arbitrary: fc.constant({ what: 'kill' } as const) },
  { weight: 2, arbitrary: fc.constant({ what: 'signal' } as const) },
  { weight: 1, arbitrary: fc.constant({ what: 'cancel' } as const) },
  { weight: 2, arbitrary: fc.integer({ min: 10, max: 400 }).map((ms) => ({ what: 'pause', ms }) as const) },
)

test('in whatever order troubles, kills, signals, cancels and retries come, a run ends and each commit counts once', {
  timeout: 3_600_000,
}, async () => {
  const { runs, seed } = interleavings
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 1, maxLength: 8 }), fc.boolean(), async (happenings, fails) => {
      expect(await liveThroughAll(engine, happenings, fails)).toEqual([])
    }),
    // A sequence takes seconds: shrunk ones would take an hour, and the seed brings it back.
    { numRuns: runs, endOnFailure: true, ...(seed !== undefined && { seed }) },
  )
})
