import { expect, test } from 'vitest'
import { agreementsOf } from './agreement.ts'

const figures = {
  purchases: 3,
  splitPurchases: 1,
  orders: 4,
  sellers: 2,
  products: 5,
  items: 10_000,
  freight: 1_500,
}
const status = 'completed' as const
const ledger = { entries: 5, orders: 4, openingBalance: 11_500, sellerPending: 11_500 }

test('an import that was written whole agrees in every row', () => {
  const rows = agreementsOf({ status, file: figures, tables: figures, ledger })
  expect(rows.map((row) => row.difference)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0])
})

test('a posting that is missing shows as a difference in the rows of the ledger, and only there', () => {
  const rows = agreementsOf({ status, file: figures, tables: figures, ledger: { ...ledger, sellerPending: 11_000 } })
  expect(rows.filter((row) => row.difference !== 0)).toMatchObject([{ id: 'owed', difference: 500 }])
})

test('a line that never reached the tables shows in its sum and in what it adds up to', () => {
  const rows = agreementsOf({ status, file: figures, tables: { ...figures, freight: 1_200 }, ledger })
  expect(rows.filter((row) => row.difference !== 0).map((row) => [row.id, row.difference])).toEqual([
    ['freight', 300],
    ['opening', 300],
    ['owed', 300],
  ])
})

test('an import that broke off is held against the ledger alone, since the sums of its file are not known yet', () => {
  const nothing = { purchases: 9, splitPurchases: 0, orders: 0, sellers: 0, products: 0, items: 0, freight: 0 }
  const rows = agreementsOf({ status: 'failed', file: nothing, tables: figures, ledger })
  expect(rows.map((row) => [row.file, row.difference])).toEqual(rows.map(() => [null, 0]))
})
