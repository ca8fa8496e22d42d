import type { Explanation } from '@mainstay/domain/ledger/explanation'
import { money } from '@mainstay/domain/money/money'
import { type Column, moneyColumn } from '@/console/column.tsx'
import { DetailTable } from '@/console/detail-table.tsx'
import { ledgerWords } from '@/nouns/ledger.ts'
import { Time } from '@/ui/now.tsx'
import { SubLine } from '@/ui/table.tsx'

type Entry = Explanation['entries'][number]
type Posting = Entry['postings'][number]

/** Every posting of the order, entry by entry. The postings of an entry add up to zero. */
export function LedgerEntries({ explained: { currency, entries, orders } }: { explained: Explanation }) {
  const side = (name: string, sign: 1 | -1) =>
    moneyColumn<Posting>({
      id: name,
      name,
      currency,
      none: '',
      of: ({ amount }) => (amount * sign > 0 ? money(amount * sign, currency) : null),
    })
  const columns: Column<Posting>[] = [
    { id: 'account', name: 'Account', kind: 'rowHeader', cell: (posting) => ledgerWords(posting.account) },
    { id: 'whose', name: 'Whose', className: 'text-text-2', cell: whoseOf },
    side('Debit', 1),
    side('Credit', -1),
  ]
  return (
    <DetailTable
      label="Ledger entries"
      caption={`Ledger entries, oldest first, ${currency}`}
      columns={columns}
      rowId={({ account, owner, amount }) => `${account}:${owner}:${amount}`}
      groups={entries.map((entry) => ({
        id: entry.id,
        head: <Heading entry={entry} order={orders.find(({ id }) => id === entry.orderId)?.number} />,
        rows: entry.postings,
      }))}
    />
  )
}

function Heading({ entry, order }: { entry: Entry; order: string | undefined }) {
  return (
    <span className="flex flex-wrap items-baseline gap-x-3">
      {ledgerWords(entry.kind)}
      <span className="font-normal text-text-3">
        <Time at={entry.occurredAt} precise /> {order}
      </span>
      <span className="code font-normal text-text-3">{entry.effectKey}</span>
    </span>
  )
}

function whoseOf({ owner, ownerName }: Posting) {
  return ownerName ?? <SubLine>{owner || 'The marketplace'}</SubLine>
}
