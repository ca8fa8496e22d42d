import { expect, test } from 'vitest'
import { missingRight, refusalWords } from './refusal-words.ts'

test('a refusal over the limit names both amounts and who can unblock it', () => {
  const words = refusalWords({
    code: 'refund.over_limit',
    limit: { amount: 25_000, currency: 'EUR' },
    amount: { amount: 31_809, currency: 'EUR' },
  })
  expect(words).toEqual({
    fact: '318.09 EUR is above your limit of 250.00 EUR.',
    wayOut: 'Someone with a higher limit can release it.',
  })
})

test('a right that is missing is named, and one right serves for one thing and for many', () => {
  expect(missingRight([], 'refund.approve')).toMatchObject({ fact: 'Your roles do not allow this.' })
  expect(missingRight(['workItem.claim'], 'workItem.claimMany')).toBeUndefined()
})
