import { expect, test } from 'vitest'
import { RunStatus } from './lifecycle.ts'
import { retryHeldRun } from './workflow-run.ts'

const held = { status: 'failed' as const, undo: null, steps: [{ name: 'authorize' }, { name: 'capture' }] }

test('a person drives again what waits for a person, and nothing else', () => {
  const retried = RunStatus.options.filter((status) => retryHeldRun({ ...held, status }, undefined).ok)
  expect(retried).toEqual(['failed', 'blocked'])
})

test('a run goes back to a step it has reached', () => {
  expect(retryHeldRun(held, 'capture').ok).toBe(true)
  expect(retryHeldRun(held, 'ship')).toMatchObject({ refusal: { code: 'workflow.no_such_step', step: 'ship' } })
})

test('a run that is being undone does not go back to a step', () => {
  const undoing = { ...held, status: 'blocked' as const, undo: 'failed' as const }
  expect(retryHeldRun(undoing, 'capture')).toMatchObject({ refusal: { code: 'workflow.being_undone' } })
  expect(retryHeldRun(undoing, undefined).ok).toBe(true)
})

test('a run that has failed and was undone is not driven again', () => {
  expect(retryHeldRun({ ...held, undo: 'failed' }, undefined)).toMatchObject({
    refusal: { code: 'workflow.already_undone' },
  })
})
