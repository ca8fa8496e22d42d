import { expect, test } from 'vitest'
import { describeFailure, retryAfterMs, StepFailed } from './failure.ts'

test('the step that failed and the wait that was asked for are found however deep they are wrapped', () => {
  const failed = new StepFailed('call', { message: 'busy' })
  const error = new Error('outer', {
    cause: Object.assign(new Error('429', { cause: failed }), { retryAfterMs: 5000 }),
  })
  expect([describeFailure(error).step, retryAfterMs(error)]).toEqual(['call', 5000])
})

test('an error that is its own cause is described like any other', () => {
  const error = new Error('round')
  error.cause = error
  expect([describeFailure(error), retryAfterMs(error)]).toEqual([{ name: 'Error', message: 'round' }, 0])
})
