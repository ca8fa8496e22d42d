import type { ImportRun } from '@mainstay/domain/import-run/import-run'

/** One figure as the file, the tables and the ledger have it. Null where one of them does not hold it. */
export type Agreement = {
  id: string
  label: string
  note: string
  unit: 'count' | 'money'
  /** Known once the whole file is in. */
  file: number | null
  tables: number
  ledger: number | null
  /** The largest distance between any two: zero when they agree. */
  difference: number
}

/** Whether the file is in to its last line; before that its sums are not known. */
export function isWhole({ status }: Pick<ImportRun, 'status'>): boolean {
  return status === 'completed' || status === 'completed_with_errors'
}

type Held = Pick<ImportRun, 'status' | 'file' | 'tables' | 'ledger'>

/** What was taken from the file, beside what is there now. Amounts in minor units of the file's currency. */
export function agreementsOf({ file, tables, ledger, ...run }: Held): Agreement[] {
  const ofFile = (figure: number) => (isWhole(run) ? figure : null)
  const total = { file: ofFile(file.items + file.freight), tables: tables.items + tables.freight }
  const both = (figure: keyof typeof file) => ({ file: ofFile(file[figure]), tables: tables[figure] })
  return [
    count('purchases', ['Purchases', 'Taken from the file'], both('purchases')),
    count('split', ['With several sellers', 'One order for each'], both('splitPurchases')),
    count('orders', ['Orders', 'Ledger: opened with what their lines come to'], {
      ...both('orders'),
      ledger: ledger.orders,
    }),
    count('sellers', ['Sellers', ''], both('sellers')),
    count('products', ['Products', ''], both('products')),
    money('items', ['Item prices', ''], both('items')),
    money('freight', ['Freight', ''], both('freight')),
    money('opening', ['Together', 'Ledger: opening balance'], { ...total, ledger: ledger.openingBalance }),
    money('owed', ['Owed to sellers', 'Ledger: pending of all sellers'], { ...total, ledger: ledger.sellerPending }),
  ]
}

type Words = readonly [label: string, note: string]
type Figures = { file: number | null; tables: number; ledger?: number }

function count(id: string, [label, note]: Words, figures: Figures): Agreement {
  return { id, label, note, unit: 'count', ...compared(figures) }
}

function money(id: string, [label, note]: Words, figures: Figures): Agreement {
  return { id, label, note, unit: 'money', ...compared(figures) }
}

function compared({ file, tables, ledger = null }: Omit<Figures, 'ledger'> & { ledger?: number | null }) {
  const figures = [file, tables, ledger].filter((figure) => figure !== null)
  return { file, tables, ledger, difference: Math.max(...figures) - Math.min(...figures) }
}
