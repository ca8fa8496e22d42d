import type { ImportRun } from '@mainstay/domain/import-run/import-run'

/** One figure as the file, the tables and the ledger have it. Null where one of them does not hold it. */
export type Agreement = {
  id: string
  label: string
  note: string
  unit: 'count' | 'money'
  file: number
  tables: number
  ledger: number | null
  /** The largest distance between any two: zero when they agree. */
  difference: number
}

/** What was taken from the file, beside what is there now. Amounts in minor units of the file's currency. */
export function agreementsOf({ file, tables, ledger }: Pick<ImportRun, 'file' | 'tables' | 'ledger'>): Agreement[] {
  return [
    row('purchases', 'Purchases', 'Taken from the file', 'count', file.purchases, tables.purchases),
    row('split', 'With several sellers', 'One order for each', 'count', file.splitPurchases, tables.splitPurchases),
    row('orders', 'Orders', 'One opening entry for each', 'count', file.orders, tables.orders, ledger.entries),
    row('sellers', 'Sellers', '', 'count', file.sellers, tables.sellers),
    row('products', 'Products', '', 'count', file.products, tables.products),
    row('items', 'Item prices', '', 'money', file.items, tables.items),
    row('freight', 'Freight', '', 'money', file.freight, tables.freight),
    row(
      'opening',
      'Together',
      'Ledger: opening balance',
      'money',
      file.items + file.freight,
      tables.items + tables.freight,
      ledger.openingBalance,
    ),
    row(
      'owed',
      'Owed to sellers',
      'Ledger: pending of all sellers',
      'money',
      file.items + file.freight,
      tables.items + tables.freight,
      ledger.sellerPending,
    ),
  ]
}

function row(
  id: string,
  label: string,
  note: string,
  unit: Agreement['unit'],
  file: number,
  tables: number,
  ledger: number | null = null,
): Agreement {
  const figures = ledger === null ? [file, tables] : [file, tables, ledger]
  return { id, label, note, unit, file, tables, ledger, difference: Math.max(...figures) - Math.min(...figures) }
}
