import type { Run, RunStep } from '@mainstay/domain/workflow-run/workflow-run'
import { expect, test } from 'vitest'
import { stagesOf } from './pay-steps.ts'

const at = (second: number) => new Date(1_795_369_760_000 + second * 1000)

const done = { status: 'done', error: null } as const

function step(name: string, second: number, ended: Pick<RunStep, 'status' | 'error'> = done): RunStep {
  const times = { startedAt: at(second), endedAt: at(second + 1) }
  return { name, kind: 'step', attempt: 1, ...times, dueAt: null, ...ended, reason: null, attempts: [] }
}

function run(status: Run['status'], steps: RunStep[]): Run {
  return {
    id: '01a20460-7bc4-74f3-9bb7-02366ff038c7',
    kind: 'pay-purchase',
    lane: 'money',
    status,
    undo: null,
    subject: null,
    purchase: null,
    error: null,
    startedBy: null,
    createdAt: at(0),
    endedAt: null,
    waitingFor: [],
    steps,
  }
}

test('the steps of a payment are shown as the stages people know, with the time each took', () => {
  const shown = stagesOf(
    run('running', [step('claim authorization', 0), step('authorize', 1), step('record authorization', 2)]),
  )
  expect(shown.map(({ name, shape, millis }) => [name, shape, millis])).toEqual([
    ['Authorize', 'done', 3000],
    ['Allocate stock', 'notStarted', null],
    ['Capture and book', 'notStarted', null],
    ['Tell the buyer', 'notStarted', null],
  ])
})

test('a stage is as far as the step in it that is not done, and says why', () => {
  const [authorize] = stagesOf(
    run('waiting', [
      step('claim authorization', 0),
      step('authorize', 1, { status: 'retrying', error: 'the provider is down' }),
    ]),
  )
  expect(authorize).toEqual({
    name: 'Authorize',
    shape: 'inProgress',
    words: 'the provider is down',
    millis: null,
  })
})

test('a declined payment ends after the bank, and what was asked again is shown as it was', () => {
  const shown = stagesOf(run('completed', [step('authorize', 0), step('query provider', 1)]))
  expect(shown.map(({ name }) => name)).toEqual(['Authorize', 'Query provider'])
})
