import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { createTenant } from '../../test/story.ts'
import { writer } from '../../test/writer.ts'
import { inTenant } from '../postgres/client.ts'
import { answerOnce } from './idempotency.ts'

let database: TestDatabase
let tenantId: string
beforeAll(async () => {
  database = await testDatabase()
  tenantId = await createTenant(database.rw)
})
afterAll(() => database.close())

const Response = z.object({ number: z.string() })
const noon = new Date('2026-03-01T12:00:00Z')

const placingAt = (at: Date) => (key: string, body: unknown, answer: () => Promise<{ number: string }>) =>
  inTenant(database.rw, writer(tenantId, { at }), (tx) =>
    answerOnce(tx, { caller: 'key 1', operation: 'purchase.place', key, body }, { answer, parse: Response.parse }),
  )
const place = placingAt(noon)
const numbered = (number: string) => async () => ({ number })

test('a repeated request gets the first answer and does nothing', async () => {
  const first = await place('k1', { lines: [1, 2], buyer: 'b' }, numbered('NW-1'))
  const repeated = await place('k1', { buyer: 'b', lines: [1, 2] }, numbered('NW-2'))
  expect(first).toEqual({ outcome: 'answered', response: { number: 'NW-1' }, replayed: false })
  expect(repeated).toEqual({ outcome: 'answered', response: { number: 'NW-1' }, replayed: true })
})

test('a key is not lent to another body', async () => {
  await place('k2', { amount: 1 }, numbered('NW-1'))
  expect(await place('k2', { amount: 2 }, numbered('NW-2'))).toEqual({ outcome: 'key_reused' })
})

test('a request that failed may be made again', async () => {
  const failed = place('k3', {}, async () => {
    throw new Error('out of stock')
  })
  await expect(failed).rejects.toThrow('out of stock')
  expect(await place('k3', {}, numbered('NW-3'))).toMatchObject({ replayed: false })
})

test('while the first is being answered the second is told so', async () => {
  const begun = Promise.withResolvers<void>()
  const finish = Promise.withResolvers<void>()
  const first = place('k4', {}, async () => {
    begun.resolve()
    await finish.promise
    return { number: 'NW-4' }
  })
  await begun.promise
  expect(await place('k4', {}, numbered('NW-5'))).toEqual({ outcome: 'in_progress' })
  finish.resolve()
  expect(await first).toMatchObject({ response: { number: 'NW-4' }, replayed: false })
})

test('after 48 hours a key is new again', async () => {
  await place('k5', {}, numbered('NW-5'))
  const later = new Date(noon.getTime() + 48 * 3_600_000)
  expect(await placingAt(later)('k5', {}, numbered('NW-6'))).toMatchObject({
    response: { number: 'NW-6' },
    replayed: false,
  })
})
