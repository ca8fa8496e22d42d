import { expect, test } from 'vitest'
import { plainWords, vendorWords } from './vendor-words.ts'

test('what a vendor says is told as cause, meaning and next step, with its own words kept', () => {
  const raw = 'find out about the refund: stripe find_refund: Invalid API Key provided'
  expect(vendorWords(raw)).toEqual({
    cause: 'The payment provider does not accept our credentials.',
    means: 'It did nothing, and refuses everything else in the same way.',
    next: 'An engineer renews the credentials; then the run is retried.',
    raw,
  })
  expect(plainWords(raw)).toBe('Find out about the refund: the payment provider does not accept our credentials.')
})

test.each([
  ['stripe capture: no answer in time', 'The payment provider did not answer in time.'],
  ['stripe capture: the circuit is open', 'The payment provider cannot be reached.'],
  ['smtp send: too many calls of this tenant at once', 'The mail server was asked too often in a short time.'],
  ['stripe capture: something nobody has heard before', 'The payment provider refused.'],
  ['The database is read-only', 'The database is read-only'],
])('“%s” is said as “%s”', (raw, words) => {
  expect(plainWords(raw)).toBe(words)
})

test('a word that every object has is no word of a vendor', () => {
  expect(['constructor', 'toString', '__proto__'].map(vendorWords)).toEqual([undefined, undefined, undefined])
})
