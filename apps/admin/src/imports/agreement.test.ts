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
const ledger = { entries: 4, openingBalance: 11_500, sellerPending: 11_500 }

test('an import that was written whole agrees in every row', () => {
  const rows = agreementsOf({ file: figures, tables: figures, ledger })
  expect(rows.map((row) => row.difference)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0])
})

test('a posting that is missing shows as a difference in the rows of the ledger, and only there', () => {
  const rows = agreementsOf({ file: figures, tables: figures, ledger: { ...ledger, sellerPending: 11_000 } })
  expect(rows.filter((row) => row.difference !== 0)).toMatchObject([{ id: 'owed', difference: 500 }])
})

test('a line that never reached the tables shows in its sum and in what it adds up to', () => {
  const rows = agreementsOf({ file: figures, tables: { ...figures, freight: 1_200 }, ledger })
  expect(rows.filter((row) => row.difference !== 0).map((row) => [row.id, row.difference])).toEqual([
    ['freight', 300],
    ['opening', 300],
    ['owed', 300],
  ])
})
