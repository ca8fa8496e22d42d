import { expect, test } from 'vitest'
import { RunStatus, retryHeldRun } from './workflow-run.ts'

test('a person drives again what waits for a person, and nothing else', () => {
  const retried = RunStatus.options.filter((status) => retryHeldRun({ status }).ok)
  expect(retried).toEqual(['failed', 'blocked'])
})
