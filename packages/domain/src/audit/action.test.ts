import { expect, test } from 'vitest'
import { actionNamed, actions, eventOf } from './action.ts'

const participle = /(ed|sent|paid|lost|won|begun|built|taken|unknown)$/

test('an action is a noun and a verb, an event the noun and what happened to it', () => {
  expect(actions.length).toBeGreaterThan(30)
  for (const { action, event } of actions) {
    expect(action, action).toMatch(/^[a-z][a-zA-Z]*\.[a-z][a-zA-Z]*$/)
    expect(event, event).toMatch(/^[a-z][a-zA-Z]*\.[a-z]+(_[a-z]+)*$/)
    expect(event, event).toMatch(participle)
  }
})

test('no two actions share a name', () => {
  expect(new Set(actions.map(({ action }) => action)).size).toBe(actions.length)
})

test('an event is told of the noun of its action', () => {
  expect(eventOf('refund.approve')).toBe('refund.approved')
  expect(eventOf('payment.claimCapture')).toBe('payment.capture_claimed')
})

test('an audit entry of an earlier release, written as an event, is read as its action', () => {
  expect(actionNamed('payment.captured')).toBe('payment.capture')
  expect(actionNamed('payment.capture')).toBe('payment.capture')
})

test('a name nobody knows any more is shown as it was written', () => {
  expect(actionNamed('parcel.lost')).toBe('parcel.lost')
})
