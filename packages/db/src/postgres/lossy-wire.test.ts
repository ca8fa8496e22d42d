import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { scratchDatabase } from '../../test/database.ts'
import { type Fault, type LossyWire, openLossyWire } from '../../test/lossy-wire.ts'
import { acrossTenants, connect, type Database, raw } from './client.ts'

let scratch: Awaited<ReturnType<typeof scratchDatabase>>
let direct: Database
beforeAll(async () => {
  scratch = await scratchDatabase()
  direct = connect(scratch.adminUrl)
  await direct.pool.query('create table noted (what text)')
  return async () => {
    await direct.close()
    await scratch.close()
  }
})

// Longer than a busy machine takes to connect, and still soon over where nothing is answered.
const patience = 700

let wire: LossyWire
let db: Database
afterEach(async () => {
  await wire.close()
  await db.close()
  await direct.pool.query('truncate noted')
})

async function opened(pipeline: boolean) {
  wire = await openLossyWire(scratch.adminUrl, (text) => (/^(insert|commit)/.exec(text) ?? [])[0])
  db = connect(wire.throughWire(scratch.adminUrl), {
    pipeline,
    answerTimeoutMillis: patience,
    connectionTimeoutMillis: patience,
  })
}

async function note(): Promise<string> {
  return acrossTenants(db, (tx) => raw(tx, "insert into noted values ('once')", [])).then(
    () => 'answered',
    (error: unknown) => String(Reflect.get(Object(error), 'code') ?? Reflect.get(Object(error), 'message')),
  )
}

async function noted(): Promise<number> {
  const { rowCount } = await direct.pool.query('select from noted')
  return rowCount ?? 0
}

const lost = /ECONNRESET|Connection terminated|Query read timeout|timeout exceeded|not queryable/

type Case = [what: string, trouble: [statement: string, fault: Fault], outcome: [told: string | RegExp, rows: number]]
const cases: Case[] = [
  ['a commit cut off before PostgreSQL', ['commit', { how: 'cut', reaches: false }], [lost, 0]],
  ['a commit whose answer is cut off', ['commit', { how: 'cut', reaches: true }], [lost, 1]],
  ['a commit into a dead network', ['commit', { how: 'silence', reaches: false }], ['Query read timeout', 0]],
  ['a commit whose answer never comes', ['commit', { how: 'silence', reaches: true }], ['Query read timeout', 1]],
  ['a commit whose answer is too late', ['commit', { how: 'late', ms: 2 * patience }], ['Query read timeout', 1]],
  ['a commit that is refused', ['commit', { how: 'refusal', code: '23514' }], ['23514', 0]],
  ['a commit of a server that goes down', ['commit', { how: 'farewell', code: '57P01', reaches: false }], ['57P01', 0]],
  ['a commit of a server that went down', ['commit', { how: 'farewell', code: '57P01', reaches: true }], ['57P01', 1]],
  ['a statement whose answer is cut off', ['insert', { how: 'cut', reaches: true }], [lost, 0]],
  ['a statement that is refused', ['insert', { how: 'refusal', code: '55P03' }], ['55P03', 0]],
  ['a connection that is cut off', ['connect', { how: 'cut', reaches: false }], [lost, 0]],
  ['a connection that gets no answer', ['connect', { how: 'silence', reaches: true }], [lost, 0]],
  ['a connection too many', ['connect', { how: 'farewell', code: '53300', reaches: false }], ['53300', 0]],
]

describe.each([{ pipeline: true }, { pipeline: false }])('with pipelining: $pipeline', ({ pipeline }) => {
  test.each(cases)(
    '%s takes effect or not, and the client is not told',
    async (_what, [statement, fault], [told, rows]) => {
      await opened(pipeline)
      wire.arm({ statement, fault })
      expect(await note()).toMatch(told)
      expect([wire.struck(), await noted()]).toEqual([1, rows])
    },
  )
})

test('what is not chosen passes, and a trouble comes as often as it is asked for', async () => {
  await opened(true)
  expect(await note()).toBe('answered')
  wire.arm({ statement: 'insert', nth: 2, times: 2, fault: { how: 'refusal', code: '22P05' } })
  expect([await note(), await note(), await note(), await note()]).toEqual(['answered', '22P05', '22P05', 'answered'])
  expect([await noted(), wire.sent.filter((name) => name === 'commit').length]).toEqual([3, 3])
})
