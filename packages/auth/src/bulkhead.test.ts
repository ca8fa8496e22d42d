import { expect, test } from 'vitest'
import { bulkhead, TooBusy } from './bulkhead.ts'

test('so many run, so many wait, and the rest is turned away', async () => {
  const within = bulkhead('tests', { runningMax: 2, waitingMax: 1 })
  const gate = Promise.withResolvers<void>()
  const started: number[] = []
  const attempts = [1, 2, 3, 4].map((number) =>
    within(async () => {
      started.push(number)
      await gate.promise
      return number
    }),
  )
  await expect(attempts[3]).rejects.toThrow(TooBusy)
  expect(started).toEqual([1, 2])
  gate.resolve()
  expect(await Promise.all(attempts.slice(0, 3))).toEqual([1, 2, 3])
  expect(await within(async () => 'free again')).toBe('free again')
})

test('work that fails gives its place back', async () => {
  const within = bulkhead('tests', { runningMax: 1, waitingMax: 0 })
  await expect(within(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await within(async () => 'next')).toBe('next')
})
