import { expect, test } from 'vitest'
import { authorizedPayment, toldByStripe } from '../../test/stored-payment.ts'
import { accountName, type JournalEntry } from '../ledger/journal-entry.ts'
import { type BalanceTransactionFact, learnBalance } from './balance.ts'

const payment = authorizedPayment()
const booked = (entries: readonly JournalEntry[]) =>
  entries.map(({ effectKey, currency, postings }) => ({
    [`${effectKey} ${currency}`]: Object.fromEntries(
      postings.map(({ account, amount }) => [accountName(account), amount]),
    ),
  }))
const learn = (
  fact: Partial<BalanceTransactionFact>,
  moved: { amount: number; promised?: number } = { amount: 1000 },
) => {
  const movement = { reference: 'txn_1', fee: 29, amount: 1000, currency: 'EUR', ...fact }
  return learnBalance(payment, { ...moved, movement }, toldByStripe)
}
const eur = (amount: number) => ({ amount, currency: 'EUR' })

test('the provider kept a fee of what it moved, and that is booked', () => {
  const { kept, entries, elsewhere, queue } = learn({})
  expect(kept).toEqual({ balanceReference: 'txn_1', fee: 29 })
  expect(booked(entries)).toEqual([
    { 'fee:txn_1 EUR': { 'provider_fees:stripe': 29, 'provider_clearing:stripe': -29 } },
  ])
  expect([elsewhere, queue.opens]).toEqual([[], []])
  expect(learn({ fee: 0 }).entries).toEqual([])
})

test('a provider that says only what it kept moved what it said', () => {
  const { entries, queue } = learnBalance(
    payment,
    { amount: 1000, movement: { reference: 'txn_1', fee: 29 } },
    toldByStripe,
  )
  expect(entries).toHaveLength(1)
  expect(queue.opens).toEqual([])
})

test('what our balance changed by more or less than was moved is in suspense, and a person is told', () => {
  const { entries, queue } = learn({ amount: 990 })
  expect(booked(entries).at(-1)).toEqual({
    'suspense:txn_1 EUR': { 'provider_clearing:stripe': -10, 'suspense:stripe': 10 },
  })
  expect(queue.opens).toMatchObject([
    {
      kind: 'amount_mismatch',
      cause: { code: 'payment.balance_mismatch', moved: eur(1000), booked: eur(990) },
      atStake: eur(10),
    },
  ])
})

test('all that was promised, of which a part is taken out again beside it, is no difference', () => {
  expect(learn({ amount: 1000 }, { amount: 600, promised: 1000 }).queue.opens).toEqual([])
  expect(learn({ amount: 900 }, { amount: 600, promised: 1000 }).queue.opens).toHaveLength(1)
})

test('money kept in another currency is in suspense there, what is missing in ours is too, and a person is told', () => {
  const { kept, entries, elsewhere, queue } = learn({ amount: 1100, currency: 'USD' })
  expect(kept).toEqual({ balanceReference: 'txn_1', fee: null })
  expect(booked([...entries, ...elsewhere])).toEqual([
    { 'suspense:txn_1:EUR EUR': { 'provider_clearing:stripe': -1000, 'suspense:stripe': 1000 } },
    { 'suspense:txn_1 USD': { 'provider_clearing:stripe': 1071, 'suspense:stripe': -1071 } },
  ])
  expect(queue.opens).toMatchObject([
    { kind: 'fx_unexpected', cause: { code: 'payment.other_currency', currency: 'EUR', settled: 'USD' } },
  ])
})
