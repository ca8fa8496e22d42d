import { expect, test } from 'vitest'
import { actionWords, changeSummary, subjectWords } from './audit-words.ts'

test('actions and subjects read as words', () => {
  expect(actionWords('workItem.claim')).toBe('Work item, claim')
  expect(actionWords('apiKey.revoke')).toBe('Api key, revoke')
  expect(subjectWords('workflow_run')).toBe('Workflow run')
})

test('a row names its first change and how many follow; what stayed the same is no change', () => {
  expect(
    changeSummary([
      { field: 'number', before: 'NW-1', after: 'NW-1' },
      { field: 'status', before: 'requested', after: 'approved' },
      { field: 'approvedBy', before: null, after: 'Maria Lindholm' },
    ]),
  ).toBe('status: requested → approved, 1 more')
  expect(changeSummary([{ field: 'owner', before: null, after: 'Jonas' }])).toBe('owner: Jonas')
  expect(changeSummary([])).toBe('')
})

test('a name written from right to left does not turn the words after it around', () => {
  const changes = [
    { field: 'buyer', before: null, after: 'شركة الميناء' },
    { field: 'total', before: null, after: 1 },
  ]
  expect(changeSummary(changes)).toBe('buyer: \u2068شركة الميناء\u2069, 1 more')
})
