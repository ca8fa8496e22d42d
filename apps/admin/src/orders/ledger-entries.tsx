import type { Explanation } from '@mainstay/domain/ledger/explanation'
import { money } from '@mainstay/domain/money/money'
import { MoneyText } from '@/console/money-text.tsx'
import { ledgerWords } from '@/nouns/ledger.ts'
import { Time } from '@/ui/now.tsx'
import { NumberCell, SubLine, Table, TableRegion } from '@/ui/table.tsx'

/** Every posting of the order, entry by entry. The postings of an entry add up to zero. */
export function LedgerEntries({ explained }: { explained: Explanation }) {
  const { currency, entries, orders } = explained
  const orderNumber = (orderId: string | null) => orders.find((order) => order.id === orderId)?.number
  return (
    <TableRegion label="Ledger entries">
      <Table caption={`Ledger entries, oldest first, ${currency}`} still>
        <thead>
          <tr>
            <th scope="col">Account</th>
            <th scope="col">Whose</th>
            <th scope="col" className="number">
              Debit
            </th>
            <th scope="col" className="number">
              Credit
            </th>
          </tr>
        </thead>
        {entries.map((entry) => (
          <tbody key={entry.id}>
            <tr data-group>
              <th colSpan={4} scope="rowgroup">
                <span className="flex flex-wrap items-baseline gap-x-3">
                  {ledgerWords(entry.kind)}
                  <span className="font-normal text-text-3">
                    <Time at={entry.occurredAt} precise /> {orderNumber(entry.orderId)}
                  </span>
                  <span className="code font-normal text-text-3">{entry.effectKey}</span>
                </span>
              </th>
            </tr>
            {entry.postings.map((posting) => (
              <tr key={`${posting.account}:${posting.owner}:${posting.amount}`}>
                <th scope="row">{ledgerWords(posting.account)}</th>
                <td className="text-text-2">
                  {posting.ownerName ?? <SubLine>{posting.owner || 'The marketplace'}</SubLine>}
                </td>
                <NumberCell>
                  {posting.amount > 0 && <MoneyText bare money={money(posting.amount, currency)} />}
                </NumberCell>
                <NumberCell>
                  {posting.amount < 0 && <MoneyText bare money={money(-posting.amount, currency)} />}
                </NumberCell>
              </tr>
            ))}
          </tbody>
        ))}
      </Table>
    </TableRegion>
  )
}
