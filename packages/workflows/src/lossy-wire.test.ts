import type { Trouble } from '@mainstay/db/test/lossy-wire'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestEngine, testEngine } from '../test/engine.ts'
import { inGroups } from '../test/in-groups.ts'
import { faultsOf, mayHold } from '../test/journey-verdict.ts'
import { liveThrough, watchAnswers } from '../test/lossy-engine.ts'
import { describeFault, isLong, losses, refusals } from '../test/wire-fault.ts'

/** How often an undisturbed journey sends each statement; of those it also sends by the clock, the first few. */
const sentByJourney = {
  connect: 4,
  listen: 1,
  claim: 6,
  load: 2,
  begin: 2,
  book: 2,
  'journal in commit': 2,
  commit: 2,
  journal: 4,
  moves: 3,
  signals: 2,
  sweep: 4,
  renew: 2,
  held: 1,
}

type Case = Trouble & { nth: number; workers: 1 | 2 }

function casesOf(statement: string, times: number): Case[] {
  const points = Array.from({ length: times }, (_, index) => index + 1)
  return points.flatMap((nth) => (isLong ? all(statement, nth) : some(statement, nth)))
}

function all(statement: string, nth: number): Case[] {
  // There is nothing to refuse before a connection is made.
  const faults = statement === 'connect' ? losses : [...losses, ...refusals]
  return faults.flatMap((fault) => [1, 2].map((workers) => ({ statement, nth, fault, workers: workers === 1 ? 1 : 2 })))
}

/** What loses answers, and of the rest some at this point and others at the next. */
function some(statement: string, nth: number): Case[] {
  const [cut, silence, ...rest] = losses
  const turn = Object.keys(sentByJourney).indexOf(statement) + nth
  const said =
    statement === 'connect' ? [] : [refusals[(2 * turn) % refusals.length], refusals[(2 * turn + 1) % refusals.length]]
  const faults = [cut, silence, rest[turn % rest.length], rest[(turn + 3) % rest.length], ...said]
  return faults.flatMap((fault, index) =>
    fault === undefined ? [] : [{ statement, nth, fault, workers: (turn + index) % 2 === 0 ? 1 : 2 }],
  )
}

let engine: TestEngine
beforeAll(async () => {
  engine = await testEngine()
  await watchAnswers(engine)
})
afterAll(() => engine.close())

test('an undisturbed journey sends every statement that is lost below', async () => {
  const life = await liveThrough(engine, undefined, 1)
  expect(faultsOf(life, false)).toEqual([])
  expect(Object.keys(sentByJourney).filter((statement) => !life.sent.includes(statement))).toEqual([])
})

describe('each commit takes effect once and the run ends, whatever becomes of', () => {
  test.each(Object.entries(sentByJourney))('%s', { timeout: 600_000 }, async (statement, times) => {
    const wrong: string[] = []
    await inGroups(casesOf(statement, times), 12, async ({ workers, ...trouble }) => {
      const life = await liveThrough(engine, trouble, workers)
      const title = `${describeFault(trouble.fault)} at ${statement} ${trouble.nth}, workers: ${workers}`
      wrong.push(...faultsOf(life, mayHold(statement, trouble.fault)).map((what) => `${title}: ${what}`))
    })
    expect(wrong).toEqual([])
  })
})
