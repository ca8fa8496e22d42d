import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createPendingWrites } from './journal.ts'
import type { StepEntry } from './journal-operation.ts'

const entry: StepEntry = { name: 'slow', seq: 0, kind: 'step', attempt: 1, took: 1, status: 'done' }

function slowJournal() {
  const durable: StepEntry[] = []
  const writes = createPendingWrites(async (entries) => {
    await pause(20)
    durable.push(...entries)
  })
  return { durable, writes }
}

test('the move that ends a claim does not overtake a result on its way to the journal', async () => {
  const { durable, writes } = slowJournal()
  writes.hold(entry)
  const flushed = writes.flush()
  const left = await writes.take()
  expect([...durable, ...left]).toEqual([entry])
  await flushed
})

test('whoever waits for results to be durable waits for those another has sent', async () => {
  const { durable, writes } = slowJournal()
  writes.hold(entry)
  const first = writes.flush()
  await writes.flush()
  expect(durable).toEqual([entry])
  await first
})
